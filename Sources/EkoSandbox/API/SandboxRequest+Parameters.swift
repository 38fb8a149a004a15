import Contract
import JSON

extension SandboxRequest {
    /// The parameters of a call, from its query or its body; nil if they cannot be read.
    func parameters(of operation: Operation) -> JSONObject? {
        if operation.method == .get { return queryParameters }
        switch operation.encoding {
        case .json: return bodyParameters
        case .multipart: return multipartParameters
        }
    }

    /// Why the content type is wrong for an operation; nil if it is right.
    func contentTypeProblem(for operation: Operation) -> String? {
        let wanted = operation.encoding == .multipart ? "multipart/form-data" : "application/json"
        if operation.method == .get, body.isEmpty { return nil }
        return mediaType == wanted ? nil : "the content-type is not \(wanted)"
    }

    /// Why the parameters cannot be read.
    func unreadable(for operation: Operation) -> String {
        if queryParameters == nil { return "the query is not percent-encoded UTF-8" }
        if parameters(of: operation) != nil { return "the path is not percent-encoded UTF-8" }
        return operation.encoding == .multipart
            ? "the body is not multipart/form-data with JSON in its part \(Self.partWithJSON)"
            : "the body is not a JSON object"
    }

    /// The properties of a JSON body.
    var bodyParameters: JSONObject? {
        if case .object(let parameters)? = try? parseJSON(body) { parameters } else { nil }
    }

    private static let partWithJSON = "form-data"

    private var mediaType: String? { header("content-type")?.prefix { $0 != ";" && $0 != " " }.lowercased() }

    /// The properties of the part with JSON, and the other parts: a text, or for a file what is known of it.
    private var multipartParameters: JSONObject? {
        guard let type = header("content-type"), let form = MultipartForm(body, contentType: type),
            let json = form.parts.first(where: { $0.name == Self.partWithJSON }),
            case .object(let properties)? = try? parseJSON(json.content)
        else { return nil }
        return properties.replacing(
            form.parts.filter { $0.name != Self.partWithJSON }.map { part in (part.name, .string(part.summary)) })
    }
}

extension MultipartForm.Part {
    /// The text of the part, or the size of a file; empty for an empty part.
    fileprivate var summary: String {
        if content.isEmpty { return "" }
        return fileName.map { "file \($0), \(content.count) bytes" } ?? String(decoding: content, as: UTF8.self)
    }
}

extension JSONObject {
    /// With these members in place of those with the same names.
    func replacing(_ members: [Member]) -> JSONObject {
        if members.isEmpty { return self }
        return JSONObject(self.members.filter { own in !members.contains { $0.name == own.name } } + members)
    }

    /// The value of a property if it is a string.
    func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }
}
