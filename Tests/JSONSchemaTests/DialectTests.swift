import JSON
import JSONSchema
import Testing

@Suite("the metaschema and its vocabularies")
struct DialectTests {
    @Test(
        "the metaschema judges schemas",
        arguments: [
            (#"{"minLength":1,"items":{"type":["string","null"]}}"#, true), ("true", true), ("5", false),
            (#"{"items":{"minimum":"3"}}"#, false), (#"{"$defs":{"a":{"type":"text"}}}"#, false),
            (#"{"anyOf":[]}"#, false), (#"{"required":["a","a"]}"#, false), (#"{"properties":{"a":3}}"#, false),
            (#"{"multipleOf":0}"#, false), (#"{"maxItems":1.5}"#, false), (#"{"$id":"a#b"}"#, false),
            (#"{"$anchor":"5"}"#, false), (#"{"dependentRequired":{"a":[1]}}"#, false), (#"{"pattern":1}"#, false),
            (#"{"unevaluatedItems":[]}"#, false), (#"{"contentSchema":1}"#, false), (#"{"title":1}"#, false),
            (#"{"dependencies":{"a":["b"]},"definitions":{"x":1}}"#, false), (#"{"$vocabulary":{"a":1}}"#, false),
            (#"{"then":{"not":{"propertyNames":{"format":1}}}}"#, false), (#"{"unknown":{"type":1}}"#, true),
        ])
    func metaschema(_ schema: String, _ isValid: Bool) throws {
        let reference = #"{"$ref":"https://json-schema.org/draft/2020-12/schema"}"#
        #expect(try judge(schema, by: reference).isEmpty == isValid)
    }

    @Test("parts of the metaschema can be referred to")
    func parts() throws {
        let reference = #"{"$ref":"https://json-schema.org/draft/2020-12/meta/validation#/$defs/stringArray"}"#
        #expect(try judge(#"["a","a"]"#, by: reference) == #": the elements 0 and 1 are equal: "a""#)
        let core = #"{"$ref":"https://json-schema.org/draft/2020-12/meta/core"}"#
        #expect(try judge(#"{"$id":5,"type":5}"#, by: core) == "/$id: expected a string, found 5")
    }

    @Test("a metaschema of one's own chooses vocabularies")
    func vocabularies() throws {
        let base = "https://json-schema.org/draft/2020-12/vocab/"
        func judged(_ vocabularies: String) throws -> String {
            try judge(
                "1", by: #"{"$schema":"http://h/meta","type":"string","allOf":[false]}"#,
                resources: ["meta.json": #"{"$id":"http://h/meta","$vocabulary":{\#(vocabularies)}}"#])
        }
        #expect(try judged(#""\#(base)core":true,"\#(base)validation":true"#) == ": expected a string, found 1")
        #expect(try judged(#""\#(base)applicator":true"#) == ": no value is allowed here, found 1")
        #expect(try judged(#""http://h/vocab":false"#) == "")
        #expect(throws: JSONSchemaError.self) { try judged(#""http://h/vocab":true"#) }
    }
}
