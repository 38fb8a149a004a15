import JSON
import Testing

@testable import WorkflowModel

@Suite("The JSON Schema is made from the decoder's tables")
struct SchemaTests {
    private func member(_ path: [String], of value: JSONValue) -> JSONValue? {
        path.reduce(value) { value, name in
            guard case .object(let object)? = value else { return nil }
            return object[name]
        }
    }

    @Test("it has every key of a workflow, a step, an expectation and an environment, with a description")
    func keys() throws {
        let schema = SchemaDocument.workflow.json
        for key in Workflow.keys {
            #expect(member(["properties", key.name, "description"], of: schema) == .string(key.summary))
        }
        for key in DecodingContext.stepKeys {
            #expect(
                member(["$defs", "step", "properties", key.name, "description"], of: schema) == .string(key.summary))
        }
        for found in ExpectationOperator.all {
            #expect(
                member(["$defs", "operators", "properties", found.name, "description"], of: schema)
                    == .string(found.summary))
        }
        for key in Environment.keys {
            let schema = SchemaDocument.environment.json
            #expect(member(["properties", key.name, "description"], of: schema) == .string(key.summary))
        }
    }

    @Test("no object has two properties with the same name")
    func uniqueMembers() {
        func check(_ value: JSONValue) {
            switch value {
            case .object(let object):
                #expect(Set(object.members.map(\.name)).count == object.count, "\(object.members.map(\.name))")
                for member in object.members { check(member.value) }
            case .array(let elements): elements.forEach(check)
            default: break
            }
        }
        for document in SchemaDocument.allCases { check(document.json) }
    }
}
