import JSON
import JSONSchema
import RegularExpressions
import Testing

@Suite("no schema and no value can hang or crash the evaluation", .timeLimit(.minutes(5)))
struct HostileSchemaTests {
    @Test(
        "references that never end are errors",
        arguments: [
            (##"{"$ref":"#"}"##, "/$ref"), (##"{"allOf":[{"$ref":"#"}]}"##, "/allOf/0/$ref"),
            (##"{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}"##, "/$defs/a/$ref"),
            (##"{"anyOf":[true,{"not":{"$ref":"#"}}]}"##, "/anyOf/1/not/$ref"),
            (##"{"if":true,"else":{"$ref":"#"}}"##, "/else/$ref"),
            (##"{"dependentSchemas":{"a":{"oneOf":[{"$ref":"#"}]}}}"##, "/dependentSchemas/a/oneOf/0/$ref"),
            (##"{"$defs":{"unused":{"$dynamicRef":"#/$defs/unused"}}}"##, "/$defs/unused/$dynamicRef"),
            (##"{"$dynamicAnchor":"a","$dynamicRef":"#a"}"##, "/$dynamicRef"),
            (##"{"$dynamicAnchor":"a","if":{"$dynamicRef":"#a"}}"##, "/if/$dynamicRef"),
        ])
    func cycles(_ schema: String, _ location: String) throws {
        let document = try json(schema)
        let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(document).violations(of: 1) }
        #expect(error?.message.contains("leads back to itself") == true)
        #expect(error?.location.pointer.text == location)
    }

    @Test("deep nesting is an error")
    func depth() throws {
        let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(nested(10_000) { ["not": $0] }) }
        #expect(error?.message == "the schema has more than 512 levels of nesting")
        #expect(throws: JSONSchemaError.self) { try JSONSchema(["const": nested(10_000) { [$0] }]) }
        let schema = try JSONSchema(["items": ["$ref": "#"]])
        #expect(throws: JSONSchemaError.self) { try schema.violations(of: nested(10_000) { [$0] }) }
        #expect(try schema.violations(of: nested(512) { [$0] }).isEmpty)
    }

    @Test("a long chain of references does not need the stack")
    func chain() throws {
        let definitions = definitions(3_001) { $0 == 3_000 ? false : ["$ref": .string("#/$defs/d\($0 + 1)")] }
        let schema = try JSONSchema(["$ref": "#/$defs/d0", "$defs": definitions])
        #expect(try schema.violations(of: 1).map(\.keywordLocation.pointer.text) == ["/$defs/d3000"])
    }

    @Test("branches that double at each level are evaluated once", arguments: ["allOf", "anyOf", "oneOf"])
    func doubling(_ keyword: String) throws {
        let definitions = definitions(61) { number in
            let reference: JSONValue = ["$ref": .string("#/$defs/d\(number + 1)")]
            return number == 60 ? ["type": "string"] : .object([keyword: [reference, reference]])
        }
        let schema = try JSONSchema(["$ref": "#/$defs/d0", "$defs": definitions])
        #expect(try schema.violations(of: 1, maximumSteps: 10_000).count == 1)
        #expect(try schema.violations(of: "a", maximumSteps: 10_000).isEmpty == (keyword != "oneOf"))
    }

    @Test("branches that double at each level of the value are evaluated once")
    func doublingOfValues() throws {
        let branch = ##"{"properties":{"a":{"$ref":"#"},"k":{"const":1}}}"##
        let schema = try JSONSchema(
            json("{\"anyOf\":[{\"required\":[\"x\"],\"allOf\":[\(branch)]},\(branch)],\"unevaluatedProperties\":false}")
        )
        let value = nested(200) { ["a": $0, "k": 1] }
        #expect(try schema.violations(of: value, maximumSteps: 20_000).isEmpty)
    }

    @Test("an evaluation that takes too many steps ends with an error")
    func budget() throws {
        let branches = JSONValue.array((0..<100).map { ["const": .integer(-1 - $0)] })
        let schema = try JSONSchema(["items": ["not": ["anyOf": branches]]])
        let value = JSONValue.array((0..<1_000).map { .integer($0) })
        #expect(try schema.violations(of: value).isEmpty)
        let error = #expect(throws: JSONSchemaError.self) { try schema.violations(of: value, maximumSteps: 10_000) }
        #expect(error?.message.hasPrefix("the schema takes too long on this value") == true)
    }

    @Test("all patterns of one evaluation share a budget")
    func patterns() throws {
        let schema = try JSONSchema(json(#"{"items":{"not":{"pattern":"(a|b)*(a|b)*(a|b)*(a|b)*c"}}}"#))
        let text = JSONValue.string(String(repeating: "ab", count: 50_000))
        let value = JSONValue.array(Array(repeating: text, count: 20))
        WorkBudget.$current.withValue(WorkBudget(size: 3_000_000)) {
            let error = #expect(throws: JSONSchemaError.self) { try schema.violations(of: value) }
            #expect(error?.location.pointer.text == "/items/not/pattern")
        }
    }

    @Test("long lists and large objects take linear time")
    func linear() throws {
        let unique = try JSONSchema(["uniqueItems": true])
        let elements = (0..<100_000).map { JSONValue.integer($0) }
        #expect(try unique.violations(of: .array(elements)).isEmpty)
        #expect(try unique.violations(of: .array(elements + [7])).count == 1)
        let members = JSONObject((0..<20_000).map { (name: "m\($0)", value: 1) })
        let names = JSONValue.array(members.members.map { .string($0.name) })
        let schema = try JSONSchema(
            ["required": names, "properties": .object(members.mapped { _ in ["type": "integer"] })])
        #expect(try schema.violations(of: .object(members)).isEmpty)
        #expect(try JSONSchema(["items": ["enum": .array(elements)]]).violations(of: .array(elements)).isEmpty)
    }
}

extension JSONObject {
    fileprivate func mapped(_ transform: (JSONValue) -> JSONValue) -> JSONObject {
        JSONObject(members.map { (name: $0.name, value: transform($0.value)) })
    }
}
