import JSON
import JSONSchema
import Testing

@Suite("references lead to schemas by pointer, anchor and URI")
struct ReferenceTests {
    @Test(
        "within a document",
        arguments: [
            (##"{"$ref":"#/$defs/s","$defs":{"s":{"type":"string"}}}"##),
            (##"{"$ref":"#s","$defs":{"x":{"$anchor":"s","type":"string"}}}"##),
            (##"{"$ref":"#s","$defs":{"x":{"$dynamicAnchor":"s","type":"string"}}}"##),
            (##"{"$dynamicRef":"#s","$defs":{"x":{"$dynamicAnchor":"s","type":"string"}}}"##),
            (##"{"$ref":"x.json","$defs":{"x":{"$id":"x.json","type":"string"}}}"##),
            (##"{"$id":"http://h/a/b","$ref":"../c","$defs":{"x":{"$id":"HTTP://H/c#","type":"string"}}}"##),
            (##"{"$id":"http://h/a/","$ref":"./b/.././c?q","$defs":{"x":{"$id":"/a/c?q","type":"string"}}}"##),
            (##"{"$id":"urn:x:y","$ref":"urn:x:y#/$defs/s","$defs":{"s":{"type":"string"}}}"##),
            (##"{"$ref":"#/$defs/a~1b~0c%25%C3%A9","$defs":{"a/b~c%é":{"type":"string"}}}"##),
            (##"{"$ref":"#/definitions/s","definitions":{"s":{"type":"string"}}}"##),
            (##"{"$ref":"#/examples/1","examples":[1,{"type":"string"}]}"##),
            (##"{"$ref":"x#/$defs/s","$defs":{"x":{"$id":"x","$defs":{"s":{"type":"string"}}}}}"##),
            (##"{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/c"},"c":{"type":"string"}}}"##),
        ])
    func local(_ schema: String) throws {
        #expect(try judge(#""a""#, by: schema) == "")
        #expect(try judge("1", by: schema) == ": expected a string, found 1")
    }

    @Test("a schema that refers to itself judges values of any depth")
    func recursion() throws {
        let schema = try JSONSchema(["properties": ["a": ["$ref": "#"]], "additionalProperties": false])
        #expect(try schema.violations(of: nested(512) { ["a": $0] }).isEmpty)
        let value = try schema.violations(of: json(#"{"a":{"a":{"b":1}}}"#))
        #expect(value.map(\.instancePath.text) == ["/a/a"])
        #expect(value.map(\.keywordLocation.pointer.text) == ["/additionalProperties"])
    }

    @Test("a dynamic reference leads to the outermost resource with the anchor")
    func dynamicScope() throws {
        let list = ##""list":{"$id":"list","items":{"$dynamicRef":"#item"},"$defs":{"any":{"$dynamicAnchor":"item"}}}"##
        let strings =
            ##"{"$id":"strings","$ref":"list","$defs":{"i":{"$dynamicAnchor":"item","type":"string"},\##(list)}}"##
        #expect(try judge(#"["a",1]"#, by: strings) == "/1: expected a string, found 1")
        let anything = ##"{"$id":"all","$ref":"list","$defs":{"i":{"$anchor":"item","type":"string"},\##(list)}}"##
        #expect(try judge(#"["a",1]"#, by: anything) == "")
    }

    @Test("other documents are given by their URI, and their faults are located in them")
    func documents() throws {
        let other = #"{"$id":"http://h/o","$defs":{"s":{"$anchor":"s","type":"string"},"n":{"$id":"n","type":"null"}}}"#
        for (reference, message) in [
            ("other.json#s", ": expected a string, found 1"), ("http://h/o#/$defs/s", ": expected a string, found 1"),
            ("http://h/n", ": expected null, found 1"),
        ] {
            #expect(try judge("1", by: #"{"$ref":"\#(reference)"}"#, resources: ["other.json": other]) == message)
        }
        let violations = try JSONSchema(["$ref": "o#/a"], uri: "http://h/main", resources: ["http://h/o": ["a": false]])
            .violations(of: 1)
        #expect(
            violations.first?.keywordLocation
                == SchemaLocation(document: "http://h/o", pointer: JSONPointer([.name("a")])))
        let error = #expect(throws: JSONSchemaError.self) {
            try JSONSchema(["$ref": "o"], resources: ["o": ["items": ["type": 5]]])
        }
        #expect(error?.location.document == "o")
        #expect(error?.location.pointer.text == "/items/type")
        // What no reference leads to is not looked at.
        #expect(try judge("1", by: "true", resources: ["x": #"{"type":5}"#]) == "")
    }

    @Test("a reference to a document that nobody gave names the document")
    func missing() throws {
        let error = #expect(throws: JSONSchemaError.self) {
            try JSONSchema(["items": ["$ref": "o.json#/x"]], uri: "http://h/main")
        }
        #expect(error?.missingDocument == "http://h/o.json")
        #expect(error?.location.pointer.text == "/items/$ref")
        #expect(
            error?.message
                == "the reference 'o.json#/x' leads to 'http://h/o.json', which is not part of the schema")
    }
}
