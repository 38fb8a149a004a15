import JSON
import JSONSchema
import Testing

@Suite("keywords that apply subschemas")
struct ApplicatorTests {
    @Test(
        "to the same value",
        arguments: [
            (#"{"allOf":[{"minimum":1},{"maximum":3}]}"#, "2", "5", ": expected at most 3, found 5"),
            (
                #"{"anyOf":[{"type":"string"},{"minimum":3}]}"#, "3", "1",
                ": none of the 2 schemas of 'anyOf' matches; the closest is number 2: expected at least 3, found 1"
            ),
            (#"{"anyOf":[{"type":"string"}]}"#, #""a""#, "1", ": expected a string, found 1"),
            (
                #"{"oneOf":[{"type":"integer"},{"minimum":3},{"const":9}]}"#, "1", "4",
                ": the schemas 1 and 2 of 'oneOf' both fit, but only one may: 4"
            ),
            (
                #"{"oneOf":[{"const":1},{"const":2}]}"#, "2", "3",
                ": none of the 2 schemas of 'oneOf' matches; the closest is number 1: expected 1, found 3"
            ),
            (#"{"not":{"type":"null"}}"#, "1", "null", ": the schema of 'not' fits, but it must not: null"),
            (#"{"if":{"minimum":0},"then":{"maximum":9}}"#, "-5", "10", ": expected at most 9, found 10"),
            (#"{"if":{"minimum":0},"else":{"maximum":-5}}"#, "3", "-1", ": expected at most -5, found -1"),
            (#"{"then":false,"else":false}"#, "1", "", ""),
            (#"{"dependentSchemas":{"a":{"required":["b"]}}}"#, "{}", #"{"a":1}"#, ": the property 'b' is missing"),
            ("false", "", "1", ": no value is allowed here, found 1"),
        ])
    func inPlace(_ schema: String, _ valid: String, _ invalid: String, _ message: String) throws {
        if !valid.isEmpty { #expect(try judge(valid, by: schema) == "") }
        if !invalid.isEmpty { #expect(try judge(invalid, by: schema) == message) }
    }

    @Test(
        "to elements",
        arguments: [
            (#"{"items":{"type":"null"}}"#, "[null]", "[null,1]", "/1: expected null, found 1"),
            (#"{"prefixItems":[{"const":1}]}"#, "[1,5]", "[2]", "/0: expected 1, found 2"),
            (#"{"prefixItems":[true],"items":{"const":2}}"#, "[1,2]", "[1,3]", "/1: expected 2, found 3"),
            (#"{"prefixItems":[true],"items":false}"#, "[1]", "[1,2]", ": expected at most 1 element, found 2"),
            (
                #"{"contains":{"const":1}}"#, "[0,1]", "[0]",
                ": expected at least 1 element that fits the schema of 'contains', found 0"
            ),
            (
                #"{"contains":{"const":1},"minContains":2}"#, "[1,1]", "[1,0]",
                ": expected at least 2 elements that fit the schema of 'contains', found 1"
            ),
            (
                #"{"contains":{"const":1},"maxContains":1}"#, "[1,0]", "[1,1]",
                ": expected at most 1 element that fits the schema of 'contains', found 2"
            ),
            (#"{"contains":{"const":1},"minContains":0}"#, "[]", "", ""),
            (#"{"minContains":2}"#, "[]", "", ""),
        ])
    func elements(_ schema: String, _ valid: String, _ invalid: String, _ message: String) throws {
        #expect(try judge(valid, by: schema) == "")
        if !invalid.isEmpty { #expect(try judge(invalid, by: schema) == message) }
    }

    @Test(
        "to members and names",
        arguments: [
            (#"{"properties":{"a":{"const":1}}}"#, #"{"a":1,"b":2}"#, #"{"a":2}"#, "/a: expected 1, found 2"),
            (#"{"properties":{"a":false}}"#, "{}", #"{"a":2}"#, ": the property 'a' is not allowed"),
            (#"{"patternProperties":{"^x":{"const":1}}}"#, #"{"ax":2}"#, #"{"xa":2}"#, "/xa: expected 1, found 2"),
            (
                #"{"properties":{"a":true},"patternProperties":{"b":true},"additionalProperties":false}"#,
                #"{"a":1,"xbx":1}"#, #"{"c/~":1}"#, ": the property 'c/~' is not allowed"
            ),
            (#"{"additionalProperties":{"const":1}}"#, #"{"a":1}"#, #"{"c/~":2}"#, "/c~1~0: expected 1, found 2"),
            (
                #"{"propertyNames":{"maxLength":1}}"#, #"{"a":1}"#, #"{"abc":2}"#,
                #": the name 'abc': expected at most 1 character, found 3: "abc""#
            ),
        ])
    func members(_ schema: String, _ valid: String, _ invalid: String, _ message: String) throws {
        #expect(try judge(valid, by: schema) == "")
        #expect(try judge(invalid, by: schema) == message)
    }

    @Test("names are compared by code points, and of a repeated name the last value counts")
    func names() throws {
        #expect(try judge("{\"e\u{301}\":1}", by: #"{"required":["é"]}"#) == ": the property 'é' is missing")
        #expect(try judge("{\"e\u{301}\":1}", by: #"{"properties":{"é":false}}"#) == "")
        #expect(try judge(#"{"a":"x","a":1}"#, by: #"{"properties":{"a":{"type":"integer"}}}"#) == "")
        #expect(try judge(#"{"a":1}"#, by: #"{"properties":{"a":false},"properties":{}}"#) == "")
        let many = (0..<20).map { "\"m\($0)\":\($0)" }.joined(separator: ",")
        #expect(try judge("{\(many)}", by: #"{"required":["m19","m20"]}"#) == ": the property 'm20' is missing")
    }
}
