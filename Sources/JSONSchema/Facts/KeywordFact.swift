/// What is known about a keyword without its meaning.
struct KeywordFact: Sendable {
    let name: String
    let vocabulary: Vocabulary
    let value: KeywordValue

    static let all: [KeywordFact] = table.flatMap { row in
        row.names.map { KeywordFact(name: $0, vocabulary: row.vocabulary, value: row.value) }
    }

    static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    private static let table: [(vocabulary: Vocabulary, value: KeywordValue, names: [String])] = [
        (.core, .resourceURI, ["$id"]),
        (.core, .uri, ["$schema"]),
        (.core, .uriReference, ["$ref", "$dynamicRef"]),
        (.core, .anchor, ["$anchor", "$dynamicAnchor"]),
        (.core, .vocabularies, ["$vocabulary"]),
        (.core, .string, ["$comment"]),
        (.core, .schemasByName, ["$defs"]),
        (.applicator, .schemas, ["prefixItems", "allOf", "anyOf", "oneOf"]),
        (
            .applicator, .schema,
            ["items", "contains", "additionalProperties", "propertyNames", "if", "then", "else", "not"]
        ),
        (.applicator, .schemasByName, ["properties", "dependentSchemas"]),
        (.applicator, .schemasByPattern, ["patternProperties"]),
        (.unevaluated, .schema, ["unevaluatedItems", "unevaluatedProperties"]),
        (.validation, .types, ["type"]),
        (.validation, .anything, ["const"]),
        (.validation, .list, ["enum"]),
        (.validation, .positiveNumber, ["multipleOf"]),
        (.validation, .number, ["maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"]),
        (.validation, .count, ["maxLength", "minLength", "maxItems", "minItems"]),
        (.validation, .count, ["maxContains", "minContains", "maxProperties", "minProperties"]),
        (.validation, .pattern, ["pattern"]),
        (.validation, .boolean, ["uniqueItems"]),
        (.validation, .names, ["required"]),
        (.validation, .namesByName, ["dependentRequired"]),
        (.metaData, .string, ["title", "description"]),
        (.metaData, .anything, ["default"]),
        (.metaData, .boolean, ["deprecated", "readOnly", "writeOnly"]),
        (.metaData, .list, ["examples"]),
        (.format, .string, ["format"]),
        (.content, .string, ["contentEncoding", "contentMediaType"]),
        (.content, .schema, ["contentSchema"]),
    ]

    /// Keywords of earlier drafts that have no effect today, and what has replaced them.
    static let replaced = [
        "additionalItems": "items", "dependencies": "dependentSchemas", "divisibleBy": "multipleOf",
        "$recursiveRef": "$dynamicRef", "$recursiveAnchor": "$dynamicAnchor", "id": "$id",
    ]
}
