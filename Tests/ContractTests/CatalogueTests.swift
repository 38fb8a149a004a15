import JSON
import Testing

@testable import Contract

@Suite("The catalogue of operations is consistent")
struct CatalogueTests {
    @Test("it has every documented operation once")
    func counts() {
        #expect(Operation.all.count == 108)
        #expect(Set(Operation.all.map(\.name)).count == 108)
        #expect(Set(Operation.all.map { "\($0.method) \($0.path)" }).count == 108)
        let kinds = Dictionary(grouping: Operation.all) { $0.effect.kinds.words[0] }.mapValues(\.count)
        #expect(kinds == ["reads": 26, "changes": 29, "priced": 24, "texts": 17, "moves_money": 12])
    }

    @Test("what an effect names is a parameter of its operation")
    func effects() {
        for operation in Operation.all {
            switch operation.effect {
            case .texts(.parameter(let name)), .movesMoney(.parameter(let name)), .movesMoney(.each(_, let name)):
                #expect(operation.parameter(name)?.isRequired == true, "\(operation.name) \(name)")
            default: break
            }
            #expect(operation.name.allSatisfy { $0.isLowercase || $0 == "_" })
            #expect(Set(operation.parameters.map(\.name)).count == operation.parameters.count)
        }
    }

    @Test("every operation has a documented success, and its answers have names of their own")
    func answers() {
        for operation in Operation.all {
            #expect(!operation.successes.isEmpty, "\(operation.name)")
            let items = operation.coverageItems
            #expect(Set(items).count == items.count, "\(operation.name): \(items.map(\.name))")
            for answer in operation.answers where answer.http == 200 {
                #expect(answer.body != nil)
            }
        }
    }

    @Test("the content of an answer is read as it is written")
    func notation() throws {
        let (members, hasMessage) = AnswerNotation.content(
            "-message data{tid amount:number|text list[{name codes[number]}] note? any:any} last[any]")
        #expect(!hasMessage)
        #expect(members.map(\.name) == ["data", "last"])
        let data = members[0].shape
        #expect(data.members.map(\.name) == ["tid", "amount", "list", "note", "any"])
        #expect(data.member("tid")?.shape.types == [.string, .null])
        #expect(data.member("amount")?.shape.types == [.number, .string, .null])
        #expect(data.member("note")?.isOptional == true)
        let element = try #require(data.member("list")?.shape.elements.first)
        #expect(element.members.map(\.name) == ["name", "codes"])
        #expect(element.member("codes")?.shape.elements.first?.types == [.number, .null])
        #expect(data.member("any")?.shape.types == .any)
        #expect(members[1].shape.elements.first?.types == .any)
    }

    @Test("what an answer says of a transfer follows its codes")
    func outcomes() throws {
        func outcome(_ body: String, http: Int = 200, _ operation: String = "dmt_transfer") throws -> EffectOutcome {
            EffectOutcome(
                http: http, body: try? parseJSON(Array(body.utf8)), of: Operation.named(operation))
        }
        #expect(try outcome(#"{"status":0,"response_type_id":325,"data":{"tx_status":"0"}}"#) == .happened)
        #expect(try outcome(#"{"status":0,"data":{"tx_status":"2"}}"#) == .unknown)
        #expect(try outcome(#"{"status":0,"data":{"tx_status":5}}"#) == .unknown)
        #expect(try outcome(#"{"status":55,"response_type_id":55,"data":{"tx_status":"1"}}"#) == .didNotHappen)
        #expect(try outcome(#"{"status":347}"#) == .didNotHappen)
        #expect(try outcome(#"{"status":0,"data":{"tx_status":"4"}}"#, "refund") == .happened)
        #expect(try outcome(#"{"status":2129,"response_type_id":2129,"data":{}}"#, "customer_onboard") == .happened)
        #expect(try outcome(#"{"status":2129,"response_type_id":1,"data":{}}"#, "customer_onboard") == .didNotHappen)
        #expect(try outcome("[]", "banks") == .happened)
        #expect(try outcome("<html>") == .unknown)
        #expect(try outcome("{}", http: 403) == .didNotHappen)
        #expect(try outcome("{}", http: 502) == .unknown)
    }
}
