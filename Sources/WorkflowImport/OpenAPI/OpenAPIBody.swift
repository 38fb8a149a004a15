import JSON

/// Reads the request body of an operation of an OpenAPI document.
struct OpenAPIBody {
    let document: OpenAPIDocument
    let operation: JSONValue

    static let madeUp = "values without an example in the document are made up by their type: replace them"

    func read(into request: inout ForeignRequest) {
        guard let content = document.resolved(operation["requestBody"])?["content"]?.members, !content.isEmpty else {
            return
        }
        guard let (kind, type, media) = chosen(of: content) else {
            return request.leaveUnfinished(
                "its body is of the type \(content[0].name.mediaTypeForRemark), and is left out")
        }
        var example = SchemaExample(document)
        guard let value = example.value(ofHolder: media) else {
            return request.leaveUnfinished("its body has no example and no schema that can be read")
        }
        switch kind {
        case .json:
            request.body = .json(value)
            if !type.contains("*") { request.contentType = type }
        case .urlencoded:
            request.body = .urlencoded(
                value.members.flatMap { field in
                    (field.value.elements ?? [field.value]).map { (field.name, $0.plainText) }
                })
        case .form: request.body = .form(parts(value, media, &request))
        case .text:
            request.body = .text(value.plainText)
            request.contentType = type
        }
        if example.isMadeUp { request.remark(Self.madeUp) }
    }

    private enum Kind {
        case json, urlencoded, form, text
    }

    /// Of several types, JSON is taken, then a form, then text.
    private func chosen(of content: [JSONObject.Member]) -> (kind: Kind, type: String, media: JSONValue)? {
        let rules: [(Kind, (String) -> Bool)] = [
            (.json, { $0.contains("json") }), (.json, { $0 == "*/*" }),
            (.urlencoded, { $0 == "application/x-www-form-urlencoded" }), (.form, { $0 == "multipart/form-data" }),
            (.text, { $0.hasPrefix("text/") || $0.hasSuffix("/xml") || $0.hasSuffix("+xml") }),
        ]
        for (kind, isMeant) in rules {
            if let found = content.first(where: { isMeant($0.name.mediaType) }) {
                return (kind, found.name, found.value)
            }
        }
        return nil
    }

    // MARK: Forms

    /// The parts of a form. Lists are several parts, and objects are JSON.
    private func parts(_ value: JSONValue, _ media: JSONValue, _ request: inout ForeignRequest) -> [ForeignPart] {
        let properties = document.resolved(media["schema"])?["properties"]
        return value.members.flatMap { field -> [ForeignPart] in
            let name = field.name
            let type = media["encoding"]?[name]?["contentType"]?.text
            var schema = document.resolved(properties?[name])
            if let items = schema?["items"] { schema = document.resolved(items) }
            if isFile(schema) {
                // A list of types leaves the choice to the sender.
                let type = type.flatMap { $0.contains(",") || $0.contains("*") ? nil : $0 }
                return [
                    ForeignPart(name: name, content: .file(path: variableName(name), name: nil), contentType: type)
                ]
            }
            return (field.value.elements ?? [field.value]).map { value in
                if case .object = value { return ForeignPart(name: name, content: .json(value), contentType: type) }
                return ForeignPart(name: name, content: .text(value.plainText))
            }
        }
    }

    private func isFile(_ schema: JSONValue?) -> Bool {
        guard schema?["format"] != "binary" else { return true }
        let type = schema?["contentMediaType"]?.text
        return type.map { !$0.hasPrefix("text/") && !$0.contains("json") } ?? false && schema?["contentEncoding"] == nil
    }
}

extension String {
    fileprivate var mediaTypeForRemark: String {
        utf8.count <= 60 && utf8.allSatisfy { $0.isNameByte || "/+*".utf8.contains($0) } ? self : "another kind"
    }
}
