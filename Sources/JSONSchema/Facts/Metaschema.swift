import JSON

/// The metaschema of draft 2020-12 and the metaschemas of its vocabularies. They follow from the facts about the keywords.
enum Metaschema {
    /// The metaschema with the given URI; nil if there is none.
    static func document(_ uri: String) -> JSONValue? {
        if uri == Dialect.standardURI { return standard }
        return Vocabulary.allCases.first { $0.metaschemaURI == uri }.map(document)
    }

    private static let standard: JSONValue = .object(
        head(uri: Dialect.standardURI, vocabularies: Vocabulary.allCases)
            .adding("allOf", .array(Vocabulary.allCases.map { ["$ref": .string("meta/" + $0.rawValue)] }))
            .adding("properties", keywordsOfEarlierDrafts))

    private static let keywordsOfEarlierDrafts: JSONValue = [
        "definitions": schemasByName,
        "dependencies": [
            "type": "object",
            "additionalProperties": ["anyOf": [schema, ["$ref": "meta/validation#/$defs/stringArray"]]],
        ],
        "$recursiveAnchor": ["$ref": "meta/core#/$defs/anchorString"],
        "$recursiveRef": ["$ref": "meta/core#/$defs/uriReferenceString"],
    ]

    private static func document(_ vocabulary: Vocabulary) -> JSONValue {
        let facts = KeywordFact.all.filter { $0.vocabulary == vocabulary }
        let properties = JSONObject(facts.map { (name: $0.name, value: schema(of: $0.value)) })
        var document = head(uri: vocabulary.metaschemaURI, vocabularies: [vocabulary])
            .adding("properties", .object(properties))
        if let definitions = definitions[vocabulary] { document.append("$defs", definitions) }
        return .object(document)
    }

    private static func head(uri: String, vocabularies: [Vocabulary]) -> JSONObject {
        [
            "$schema": .string(Dialect.standardURI), "$id": .string(uri),
            "$vocabulary": .object(JSONObject(vocabularies.map { (name: $0.uri, value: true) })),
            "$dynamicAnchor": "meta", "type": ["object", "boolean"],
        ]
    }

    private static let schema: JSONValue = ["$dynamicRef": "#meta"]
    private static let schemasByName: JSONValue = ["type": "object", "additionalProperties": schema]

    private static func schema(of value: KeywordValue) -> JSONValue {
        switch value {
        case .schema: schema
        case .schemas: ["$ref": "#/$defs/schemaArray"]
        case .schemasByName: schemasByName
        case .schemasByPattern:
            ["type": "object", "additionalProperties": schema, "propertyNames": ["format": "regex"]]
        case .string: ["type": "string"]
        case .pattern: ["type": "string", "format": "regex"]
        case .uri: ["$ref": "#/$defs/uriString"]
        case .uriReference: ["$ref": "#/$defs/uriReferenceString"]
        case .resourceURI: ["$ref": "#/$defs/uriReferenceString", "pattern": "^[^#]*#?$"]
        case .anchor: ["$ref": "#/$defs/anchorString"]
        case .boolean: ["type": "boolean"]
        case .number: ["type": "number"]
        case .positiveNumber: ["type": "number", "exclusiveMinimum": 0]
        case .count: ["$ref": "#/$defs/nonNegativeInteger"]
        case .types:
            [
                "anyOf": [
                    ["$ref": "#/$defs/simpleTypes"],
                    ["type": "array", "items": ["$ref": "#/$defs/simpleTypes"], "minItems": 1, "uniqueItems": true],
                ]
            ]
        case .names: ["$ref": "#/$defs/stringArray"]
        case .namesByName: ["type": "object", "additionalProperties": ["$ref": "#/$defs/stringArray"]]
        case .list: ["type": "array"]
        case .vocabularies:
            [
                "type": "object", "propertyNames": ["$ref": "#/$defs/uriString"],
                "additionalProperties": ["type": "boolean"],
            ]
        case .anything: true
        }
    }

    /// Schemas that references may lead to by these names.
    private static let definitions: [Vocabulary: JSONValue] = [
        .core: [
            "anchorString": ["type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$"],
            "uriString": ["type": "string", "format": "uri"],
            "uriReferenceString": ["type": "string", "format": "uri-reference"],
        ],
        .applicator: ["schemaArray": ["type": "array", "minItems": 1, "items": schema]],
        .validation: [
            "nonNegativeInteger": ["type": "integer", "minimum": 0],
            "nonNegativeIntegerDefault0": ["$ref": "#/$defs/nonNegativeInteger"],
            "simpleTypes": ["enum": .array(SimpleType.allCases.map { .string($0.rawValue) })],
            "stringArray": ["type": "array", "items": ["type": "string"], "uniqueItems": true],
        ],
    ]
}

extension JSONObject {
    fileprivate func adding(_ name: String, _ value: JSONValue) -> JSONObject {
        var object = self
        object.append(name, value)
        return object
    }
}
