import JSON
import JSONSchema
import Testing

@Suite("a fault of a schema has a message and the place of its keyword")
struct SchemaErrorTests {
    @Test(
        "values of the wrong kind",
        arguments: [
            (#"{"minimum":"3"}"#, "/minimum", #"'minimum' must be a number, found "3""#),
            (
                #"{"items":{"maxLength":-1}}"#, "/items/maxLength",
                "'maxLength' must be a whole number of at least 0, found -1"
            ),
            (#"{"multipleOf":0}"#, "/multipleOf", "'multipleOf' must be a number greater than 0, found 0"),
            (
                #"{"type":"text"}"#, "/type",
                "'type' must be one of 'array', 'boolean', 'integer', 'null', 'number', 'object', 'string', or a list of "
                    + #"them without repetition, found "text""#
            ),
            (
                #"{"required":["a","a"]}"#, "/required",
                #"'required' must be a list of strings without repetition, found ["a","a"]"#
            ),
            (#"{"anyOf":[]}"#, "/anyOf", "'anyOf' must be a list of at least one schema, found []"),
            (#"{"allOf":[true,3]}"#, "/allOf/1", "a schema must be an object or a boolean, found 3"),
            (#"{"properties":{"a/b":[]}}"#, "/properties/a~1b", "a schema must be an object or a boolean, found []"),
            (#"{"uniqueItems":1}"#, "/uniqueItems", "'uniqueItems' must be true or false, found 1"),
            (#"{"$ref":1}"#, "/$ref", "'$ref' must be a URI or a relative reference, found 1"),
            (#"{"dependentRequired":{"a":"b"}}"#, "/dependentRequired", nil),
            (#"{"patternProperties":[]}"#, "/patternProperties", nil), (#"{"title":1}"#, "/title", nil),
            (#"{"$defs":{"unused":{"enum":1}}}"#, "/$defs/unused/enum", "'enum' must be a list, found 1"),
            (#"{"items":[true]}"#, "/items", "'items' must be a schema (an object or a boolean), found [true]"),
            ("[]", "", "a schema must be an object or a boolean, found []"),
        ] as [(String, String, String?)])
    func kinds(_ schema: String, _ location: String, _ message: String?) throws {
        try expectError(schema, location, message)
    }

    @Test(
        "identifiers and references",
        arguments: [
            (
                ##"{"$ref":"#/$defs/a"}"##, "/$ref",
                "the reference '#/$defs/a' leads to nothing: there is no '$defs' at the root"
            ),
            (
                ##"{"$ref":"#/$defs/b","$defs":{"a":true}}"##, "/$ref",
                "the reference '#/$defs/b' leads to nothing: there is no 'b' in '/$defs'"
            ),
            (##"{"$ref":"#/allOf/1","allOf":[true]}"##, "/$ref", nil),
            (##"{"$ref":"#/type","type":"null"}"##, "/type", nil),
            (
                ##"{"$ref":"#b","$defs":{"x":{"$anchor":"a"}}}"##, "/$ref",
                "the reference '#b' leads to nothing: no subschema there has the anchor 'b'"
            ),
            (##"{"$ref":"#/%zz"}"##, "/$ref", "the reference '#/%zz' has a wrong '%' escape"),
            (##"{"$id":"a#b"}"##, "/$id", "'$id' must not have a fragment, found 'a#b'"),
            (
                ##"{"$defs":{"a":{"$id":"x"},"b":{"$id":"./x"}}}"##, "/$defs/b/$id",
                "another schema has the same URI 'x'"
            ),
            (
                ##"{"$defs":{"a":{"$anchor":"x"},"b":{"$dynamicAnchor":"x"}}}"##, "/$defs/b/$dynamicAnchor",
                "another subschema has the same anchor 'x'"
            ),
            (##"{"$anchor":"5"}"##, "/$anchor", nil),
            (
                ##"{"$schema":"http://json-schema.org/draft-07/schema#"}"##, "/$schema",
                "the dialect 'http://json-schema.org/draft-07/schema#' is not supported"
            ),
            (##"{"$schema":"http://h/mine"}"##, "/$schema", "the dialect 'http://h/mine' is not supported"),
        ] as [(String, String, String?)])
    func references(_ schema: String, _ location: String, _ message: String?) throws {
        // The last of the references leads to a keyword's value, which is compiled as a schema of its own.
        try expectError(schema, location, message)
    }

    @Test(
        "patterns",
        arguments: [
            (#"{"pattern":"("}"#, "/pattern", "the pattern '(' cannot be used: '(' without its ')'"),
            (
                #"{"patternProperties":{"[":true}}"#, "/patternProperties/[",
                "the pattern '[' cannot be used: '[' without its ']'"
            ),
            (#"{"items":{"pattern":"(a)\\1"}}"#, "/items/pattern", nil),
        ] as [(String, String, String?)])
    func patterns(_ schema: String, _ location: String, _ message: String?) throws {
        try expectError(schema, location, message)
    }

    @Test("help says what to write instead")
    func help() {
        for (schema, help) in [
            (#"{"items":[true]}"#, "write 'prefixItems' for a list of schemas, one for each place"),
            (#"{"properties":{"a":{"required":true}}}"#, "list the required properties in the schema of the object"),
            (#"{"pattern":"^(?!a)"}"#, "for what must not match, write 'not' with a 'pattern' of its own"),
            (##"{"$id":"#a"}"##, "to name a subschema, write its name as '$anchor'"),
            (##"{"$ref":"#b","$defs":{"x":{"$anchor":"a"}}}"##, "the anchors there are 'a'"),
        ] {
            let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(json(schema)) }
            #expect(error?.help == help)
        }
    }

    @Test("a format is told, because it checks nothing")
    func formats() throws {
        let schema = try JSONSchema(json(#"{"format":"uuid","properties":{"format":{"format":"email"}}}"#))
        #expect(schema.formats.map(\.pointer.text) == ["/format", "/properties/format/format"])
        #expect(try schema.violations(of: "no uuid").isEmpty)
        #expect(try JSONSchema(["properties": ["format": ["type": "string"]]]).formats.isEmpty)
    }

    @Test("unknown keywords that look misspelt are named")
    func misspelt() throws {
        let schema = try JSONSchema(
            json(
                #"{"requried":[],"x-requird":1,"example":1,"properties":{"minlength":{"minlength":1}},"xyz":1,"definitions":{}}"#
            ))
        #expect(
            schema.misspeltKeywords.map { "\($0.location.pointer.text) \($0.suggestion)" }
                == ["/requried required", "/example examples", "/properties/minlength/minlength minLength"])
        #expect(try JSONSchema(["dependencies": [:]]).misspeltKeywords.map(\.suggestion) == ["dependentSchemas"])
    }

    private func expectError(_ schema: String, _ location: String, _ message: String?) throws {
        let document = try json(schema)
        let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(document) }
        #expect(error?.location == SchemaLocation(pointer: error?.location.pointer ?? JSONPointer()))
        #expect(error?.location.pointer.text == location)
        if let message { #expect(error?.message == message) }
    }
}
