import JSON
import JSONSchema
import Testing

@Suite("unevaluated members and elements")
struct UnevaluatedTests {
    @Test(
        "members",
        arguments: [
            (#""allOf":[{"properties":{"a":true}}]"#, #"{"a":1}"#, #"{"b":1}"#),
            (
                #""anyOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"b":true}}]"#,
                #"{"a":1,"b":1}"#, #"{"a":2,"b":1}"#
            ),
            (
                #""if":{"required":["a"],"properties":{"a":true}},"else":{"properties":{"b":true}}"#, #"{"a":1}"#,
                #"{"a":1,"b":1}"#
            ),
            (##""$ref":"#/$defs/x","$defs":{"x":{"patternProperties":{"^a":true}}}"##, #"{"ab":1}"#, #"{"b":1}"#),
            (#""not":{"not":{"properties":{"a":true}}}"#, "{}", #"{"a":1}"#),
            (#""dependentSchemas":{"a":{"properties":{"a":true,"b":true}}}"#, #"{"a":1,"b":1}"#, #"{"b":1}"#),
            (#""allOf":[{"unevaluatedProperties":true}]"#, #"{"b":1}"#, ""),
            (#""properties":{"a":{"properties":{"b":true}}}"#, #"{"a":{"c":1}}"#, #"{"b":1}"#),
        ])
    func members(_ keywords: String, _ valid: String, _ invalid: String) throws {
        let schema = "{\(keywords),\"unevaluatedProperties\":false}"
        #expect(try judge(valid, by: schema) == "")
        if !invalid.isEmpty { #expect(try judge(invalid, by: schema).hasSuffix("is not allowed")) }
    }

    @Test(
        "elements",
        arguments: [
            (#""prefixItems":[true]"#, "[1]", "[1,2]"),
            (#""allOf":[{"prefixItems":[true,true]}]"#, "[1,2]", "[1,2,3]"),
            (#""contains":{"type":"string"}"#, #"["a"]"#, #"["a",2]"#),
            (#""anyOf":[{"items":{"const":1}},{"prefixItems":[true]}]"#, "[1,1]", "[2,2]"),
            (#""oneOf":[{"items":true,"minItems":2},{"prefixItems":[true],"maxItems":1}]"#, "[1,2,3]", ""),
        ])
    func elements(_ keywords: String, _ valid: String, _ invalid: String) throws {
        let schema = "{\(keywords),\"unevaluatedItems\":false}"
        #expect(try judge(valid, by: schema) == "")
        if !invalid.isEmpty { #expect(try judge(invalid, by: schema).contains("is not allowed")) }
    }

    @Test("a schema judges what is not evaluated")
    func schemas() throws {
        let schema = #"{"properties":{"a":true},"unevaluatedProperties":{"type":"string"}}"#
        #expect(try judge(#"{"a":1,"b":"x"}"#, by: schema) == "")
        #expect(try judge(#"{"a":1,"b":2}"#, by: schema) == "/b: expected a string, found 2")
        #expect(
            try judge("[1,2]", by: #"{"prefixItems":[true],"unevaluatedItems":{"const":3}}"#)
                == "/1: expected 3, found 2")
    }

    @Test("other violations are not hidden behind members that they leave unevaluated")
    func onlyTheCause() throws {
        let schema = #"{"allOf":[{"properties":{"a":{"const":1}}}],"unevaluatedProperties":false}"#
        #expect(try judge(#"{"a":2}"#, by: schema) == "/a: expected 1, found 2")
    }
}
