import JSON
import JSONSchema
import Testing

@Suite("violations say what is wrong, where, and by which keyword")
struct ViolationTests {
    @Test("each has the place in the instance and the place of the keyword")
    func places() throws {
        let schema = try JSONSchema(
            json(##"{"properties":{"items":{"items":{"$ref":"#/$defs/item"}}},"$defs":{"item":{"required":["id"]}}}"##))
        let violations = try schema.violations(of: json(#"{"items":[{"id":1},{}]}"#))
        #expect(violations.map(\.message) == ["the property 'id' is missing"])
        #expect(violations.map(\.instancePath) == [JSONPointer([.name("items"), .index(1)])])
        let keyword = JSONPointer([.name("$defs"), .name("item"), .name("required")])
        #expect(violations.map(\.keywordLocation) == [SchemaLocation(pointer: keyword)])
    }

    @Test("all violations are reported, but not more than the limit, and none twice")
    func limit() throws {
        let schema = try JSONSchema(json(#"{"items":{"type":"string","minimum":100}}"#))
        let value = JSONValue.array((0..<50).map { .integer($0) })
        #expect(try schema.violations(of: value).count == 20)
        #expect(try schema.violations(of: value, limit: 200).count == 100)
        #expect(try schema.violations(of: value, limit: 0).count == 1)
        let twice = ##"{"allOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/a"}],"$defs":{"a":{"const":1}}}"##
        #expect(try judge("2", by: twice) == ": expected 1, found 2")
    }

    @Test(
        "of several branches the closest is explained",
        arguments: [
            (#"{"kind":"dog","barks":1}"#, "2: at '/barks': expected a boolean, found 1"),
            (#"{"kind":"cat"}"#, "1: the property 'name' is missing"),
            (#""dog""#, #"3: expected a number, found "dog""#),
        ])
    func closest(_ instance: String, _ end: String) throws {
        let schema = #"""
            {"anyOf":[
                {"type":"object","required":["name"],"properties":{"kind":{"const":"cat"}}},
                {"type":"object","properties":{"kind":{"const":"dog"},"barks":{"type":"boolean"}}},
                {"type":"number"}
            ]}
            """#
        let message = try judge(instance, by: schema)
        #expect(message.hasPrefix(": none of the 3 schemas of 'anyOf' matches; the closest is number "))
        if instance.hasPrefix("{") { #expect(message.hasSuffix(end)) }
    }

    @Test("values and names in messages are cut, and line breaks in them are escaped")
    func excerpts() throws {
        let long = JSONValue.string(String(repeating: "é", count: 100_000))
        let string = try JSONSchema(["type": "null"]).violations(of: long)
        #expect(string.map(\.message) == ["expected null, found \"" + String(repeating: "é", count: 79) + "…"])
        let list = try JSONSchema(["type": "null"]).violations(of: .array(Array(repeating: [long], count: 1_000)))
        #expect(list.allSatisfy { $0.message.unicodeScalars.count < 120 })
        #expect(try judge("{}", by: #"{"required":["a\n'b"]}"#) == #": the property 'a\n'b' is missing"#)
        #expect(try judge("[[],[[1]],{}]", by: #"{"type":"null"}"#) == ": expected null, found [[],[[1]],{}]")
    }

    @Test("a violation that is found counts, even if another keyword cannot be decided")
    func undecided() throws {
        #expect(try judge("1e99999999999999", by: #"{"maximum":1,"multipleOf":3}"#).hasPrefix(": expected at most 1"))
    }
}
