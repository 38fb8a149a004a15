import JSON

/// Makes an example of a schema: from its own examples, or by its types.
struct SchemaExample {
    private let document: OpenAPIDocument
    /// How many more values one example may have. A schema can be far larger than a request.
    private var budget = 300
    /// The references that are being followed, so that a schema within itself ends.
    private var open: Set<String> = []
    /// Whether a value was made up, because the document has no example for it.
    private(set) var isMadeUp = false

    init(_ document: OpenAPIDocument) { self.document = document }

    /// The example of a media type, a parameter or a header, which has a schema beside examples of its own.
    mutating func value(ofHolder holder: JSONValue?) -> JSONValue? {
        if let stated = stated(holder) { return stated }
        return value(of: holder?["schema"], depth: 0)
    }

    /// An example that the document states; nil if there is none.
    func stated(_ holder: JSONValue?) -> JSONValue? {
        if let example = holder?["example"] { return example }
        guard let first = holder?["examples"]?.members.first?.value else { return nil }
        return document.resolved(first)?["value"]
    }

    /// The value that the schema itself states; nil if it states none.
    static func stated(bySchema schema: JSONValue?) -> JSONValue? {
        schema?["example"] ?? schema?["examples"]?.elements?.first ?? schema?["const"] ?? schema?["default"]
            ?? schema?["enum"]?.elements?.first
    }

    private mutating func value(of schema: JSONValue?, depth: Int) -> JSONValue? {
        budget -= 1
        guard budget > 0, depth < 12 else { return nil }
        guard let reference = schema?["$ref"]?.text else { return value(ofResolved: schema, depth: depth) }
        guard open.insert(reference).inserted else { return nil }
        defer { open.remove(reference) }
        return value(ofResolved: document.resolved(schema), depth: depth)
    }

    private mutating func value(ofResolved schema: JSONValue?, depth: Int) -> JSONValue? {
        guard let schema else { return nil }
        if let stated = Self.stated(bySchema: schema) { return stated }
        if let parts = schema["allOf"]?.elements { return joined(parts, with: schema, depth: depth) }
        for word in ["oneOf", "anyOf"] {
            if let first = schema[word]?.elements?.first(where: { $0["type"] != "null" }) {
                return value(of: first, depth: depth + 1)
            }
        }
        switch type(of: schema) {
        case "object": return object(schema, depth: depth)
        case "array": return .array(value(of: schema["items"], depth: depth + 1).map { [$0] } ?? [])
        case "null": return .null
        case let type?:
            isMadeUp = true
            return Self.plain(type, schema)
        case nil: return nil
        }
    }

    /// The name of the type; of several in OpenAPI 3.1, the first that is not null.
    private func type(of schema: JSONValue) -> String? {
        if let type = schema["type"]?.text { return type }
        if let types = schema["type"]?.elements?.compactMap(\.text) {
            return types.first { $0 != "null" } ?? types.first
        }
        return schema["properties"] != nil ? "object" : schema["items"] != nil ? "array" : nil
    }

    private mutating func object(_ schema: JSONValue, depth: Int) -> JSONValue {
        let properties = schema["properties"]?.members ?? []
        let required = Set((schema["required"]?.elements ?? []).compactMap(\.text))
        var members: [JSONObject.Member] = []
        for property in properties where property.value["readOnly"] != true {
            // What the document has no example for is sent only if it is required.
            let isWanted =
                required.isEmpty || required.contains(property.name) || Self.stated(bySchema: property.value) != nil
            guard isWanted, let value = value(of: property.value, depth: depth + 1) else { continue }
            members.append((property.name, value))
        }
        return .object(JSONObject(members))
    }

    /// The example of `allOf`: the properties of all its parts.
    private mutating func joined(_ parts: [JSONValue], with schema: JSONValue, depth: Int) -> JSONValue? {
        var members: [JSONObject.Member] = []
        var other: JSONValue?
        for part in parts {
            let value = value(of: part, depth: depth + 1)
            members += value?.members ?? []
            if value?.members.isEmpty ?? true { other = other ?? value }
        }
        members += object(schema, depth: depth).members
        return members.isEmpty ? other : .object(JSONObject(JSONObject(members).distinctMembers))
    }

    /// A value of a type of one value.
    private static func plain(_ type: String, _ schema: JSONValue) -> JSONValue {
        switch type {
        case "integer", "number":
            if case .number? = schema["minimum"] { return schema["minimum"] ?? 1 }
            return 1
        case "boolean": return true
        default:
            switch schema["format"]?.text {
            case "date": return "2026-01-31"
            case "date-time": return "2026-01-31T12:00:00Z"
            case "email": return "somebody@example.com"
            case "uuid": return "{{$guid}}"
            case "uri", "url": return "https://example.com"
            default: return "text"
            }
        }
    }
}
