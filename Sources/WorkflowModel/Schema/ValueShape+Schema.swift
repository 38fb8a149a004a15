import JSON

extension ValueShape {
    /// The schema of a value of this shape, as editors parse YAML: a string may look like a number.
    var schema: JSONValue {
        switch self {
        case .anything: [:]
        case .text: ["type": ["string", "number", "boolean"]]
        case .optionalText: ["type": ["string", "number", "boolean", "null"]]
        case .address: ["type": "string", "pattern": "^https?://"]
        case .condition: ["type": ["string", "boolean"]]
        case .boolean: ["type": "boolean"]
        case .positiveInteger: ["type": "integer", "minimum": 1]
        case .duration(let isSigned):
            ["type": "string", "pattern": .string("^\(isSigned ? "[+-]?" : "")[0-9]*\\.?[0-9]+(ms|s|m|h)$")]
        case .choice(let words):
            ["enum": .array(words.map { .string($0) } + (words.contains("null") ? [.null] : []))]
        case .mapping(let keys, let alternatives): mappingSchema(keys, alternatives: alternatives)
        case .open(let value, let minimum):
            JSONValue.object(["type": "object", "additionalProperties": value.schema])
                .merging(minimum > 0 ? [("minProperties", .integer(minimum))] : [])
        case .list(let element, let minimum, let maximum):
            JSONValue.object(["type": "array", "items": element.schema, "minItems": .integer(minimum)])
                .merging(maximum.map { [("maxItems", .integer($0))] } ?? [])
        case .mappingWithout(let keys):
            ["type": "object", "properties": .object(JSONObject(keys.map { (name: $0, value: false) }))]
        case .oneOf(let shapes): ["anyOf": .array(shapes.map(\.schema))]
        case .named(let name): ["$ref": .string("#/$defs/\(name)")]
        }
    }

    /// What a value of this shape looks like, in words.
    package var words: String {
        switch self {
        case .anything: "anything"
        case .text: "a string"
        case .optionalText: "a string or null"
        case .address: "an address"
        case .condition: "`true`, `false` or an expression"
        case .boolean: "`true` or `false`"
        case .positiveInteger: "a whole number above 0"
        case .duration(let isSigned): "a duration, for example `500ms`, `3s`, `10m`\(isSigned ? ", with `-` too" : "")"
        case .choice(let words):
            (words.count > 1 ? "one of " : "") + words.map { "`\($0)`" }.joined(separator: ", ")
        case .mapping, .open, .mappingWithout: "a mapping"
        case .list(.anything, _, let maximum): maximum.map { "a list of \($0)" } ?? "a list"
        case .list(let element, _, _): "a list (each \(element.words))"
        case .oneOf(let shapes): shapes.map(\.words).joined(separator: ", or ")
        case .named(let name): Self.definitions.first { $0.name == name }?.words ?? name
        }
    }

    private func mappingSchema(_ keys: [KeySpec], alternatives: [String]) -> JSONValue {
        let properties = keys.map { key in
            (name: key.name, value: JSONValue.object(["description": .string(key.summary)]).merging(key.shape.schema))
        }
        var members: [JSONObject.Member] = [
            ("type", "object"), ("additionalProperties", false), ("properties", .object(JSONObject(properties))),
        ]
        if keys.contains(where: \.isRequired) { members.append(("required", keys.requiredNames)) }
        if !alternatives.isEmpty {
            members.append(("oneOf", .array(alternatives.map { ["required": [.string($0)]] })))
        }
        return .object(JSONObject(members))
    }
}

extension [KeySpec] {
    var requiredNames: JSONValue { .array(filter(\.isRequired).map { .string($0.name) }) }
}

extension JSONValue {
    func merging(_ members: [JSONObject.Member]) -> JSONValue {
        guard case .object(let object) = self else { return self }
        return .object(JSONObject(object.members + members))
    }

    func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(let object) = other else { return self }
        return merging(object.members)
    }
}
