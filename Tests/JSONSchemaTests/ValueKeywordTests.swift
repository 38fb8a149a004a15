import JSON
import JSONSchema
import Testing

@Suite("keywords that look at the value alone")
struct ValueKeywordTests {
    @Test(
        "each has an instance that follows it and one that violates it",
        arguments: [
            (#"{"type":"string"}"#, #""a""#, "5", "expected a string, found 5"),
            (#"{"type":"integer"}"#, "1.0", "1.5", "expected an integer, found 1.5"),
            (#"{"type":"number"}"#, "1.5", "null", "expected a number, found null"),
            (#"{"type":"boolean"}"#, "false", "0", "expected a boolean, found 0"),
            (#"{"type":"object"}"#, "{}", "[]", "expected an object, found []"),
            (#"{"type":["array","null"]}"#, "null", "{}", "expected an array or null, found {}"),
            (#"{"const":{"a":1}}"#, #"{"a":1.0}"#, #"{"a":2}"#, #"expected {"a":1}, found {"a":2}"#),
            (#"{"const":false}"#, "false", "0", "expected false, found 0"),
            (#"{"enum":[1,"b",[]]}"#, "[]", "true", #"expected one of 1, "b", [], found true"#),
            (#"{"enum":["\u00e9"]}"#, #""é""#, #""e\u0301""#, "expected \"é\", found \"e\u{301}\""),
            (#"{"enum":[]}"#, "", "1", "expected nothing, because the list of 'enum' is empty, found 1"),
            (#"{"minimum":3}"#, "3", "2", "expected at least 3, found 2"),
            (#"{"exclusiveMinimum":3}"#, "3.01", "3.0", "expected more than 3, found 3.0"),
            (#"{"maximum":1e2}"#, "100", "101", "expected at most 1e2, found 101"),
            (#"{"exclusiveMaximum":3}"#, "2", "3", "expected less than 3, found 3"),
            (#"{"multipleOf":0.01}"#, "0.07", "0.075", "expected a multiple of 0.01, found 0.075"),
            (#"{"minLength":2}"#, #""é😀""#, #""😀""#, #"expected at least 2 characters, found 1: "😀""#),
            (#"{"maxLength":1}"#, #""😀""#, #""ab""#, #"expected at most 1 character, found 2: "ab""#),
            (#"{"minItems":1}"#, "[1]", "[]", "expected at least 1 element, found 0"),
            (#"{"maxItems":1.0}"#, "[1]", "[1,2]", "expected at most 1 element, found 2"),
            (#"{"minProperties":1}"#, #"{"a":1}"#, "{}", "expected at least 1 property, found 0"),
            (#"{"maxProperties":0}"#, "{}", #"{"a":1}"#, "expected at most 0 properties, found 1"),
            (#"{"uniqueItems":true}"#, "[1,true,[1]]", "[1,2,1.0]", "the elements 0 and 2 are equal: 1.0"),
            (
                #"{"uniqueItems":true}"#, #"[{"a":1},{"b":1}]"#, #"[{"a":1,"b":2},{"b":2,"a":1}]"#,
                #"the elements 0 and 1 are equal: {"b":2,"a":1}"#
            ),
            (#"{"required":["a"]}"#, #"{"a":null}"#, #"{"A":1}"#, "the property 'a' is missing"),
            (
                #"{"dependentRequired":{"a":["b"]}}"#, #"{"b":1}"#, #"{"a":1}"#,
                "the property 'b' is missing, which 'a' requires"
            ),
        ])
    func keywords(_ schema: String, _ valid: String, _ invalid: String, _ message: String) throws {
        if !valid.isEmpty { #expect(try judge(valid, by: schema) == "") }
        #expect(try judge(invalid, by: schema) == ": " + message)
    }

    @Test(
        "a pattern is found anywhere, and '$' is only the very end",
        arguments: [
            ("b", "abc", true), ("^b", "abc", false), ("^a$", "a\\n", false), ("^\\\\p{Letter}+$", "éß", true),
            ("^\\\\p{Letter}+$", "é5", false), ("^\\\\d$", "४", false), ("^\\\\w$", "é", false),
            ("^a.c$", "a\\nc", false),
            ("\\\\cJ", "\\n", true), ("^(?:a|b){2,3}?$", "ab", true),
        ])
    func patterns(_ pattern: String, _ text: String, _ isValid: Bool) throws {
        #expect(try judge("\"\(text)\"", by: "{\"pattern\":\"\(pattern)\"}").isEmpty == isValid)
    }

    @Test(
        "keywords for one type of value ignore the other types",
        arguments: [
            #"{"minimum":3,"multipleOf":7}"#, #"{"minLength":3,"pattern":"x"}"#, #"{"minItems":1,"contains":false}"#,
            #"{"uniqueItems":true,"prefixItems":[false]}"#, #"{"required":["x"],"propertyNames":false}"#,
            #"{"unevaluatedItems":false,"unevaluatedProperties":false}"#, #"{"dependentSchemas":{"a":false}}"#,
        ])
    func otherTypes(_ schema: String) throws {
        #expect(try judge("true", by: schema) == "")
    }

    @Test("annotations do not judge values")
    func annotations() throws {
        let schema = #"{"format":"email","contentEncoding":"base64","contentSchema":false,"default":1,"$comment":"x"}"#
        #expect(try judge(#""not an address""#, by: schema) == "")
    }
}
