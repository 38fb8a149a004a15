import JSON
import Source

/// The address of a server of an OpenAPI document.
struct OpenAPIServer {
    /// Empty if the document states only a path.
    let origin: String
    let path: String

    /// The first server of a list. Its variables have their default values.
    init?(firstOf servers: JSONValue?) {
        guard let server = servers?.elements?.first, var url = server["url"]?.text else { return nil }
        for variable in server["variables"]?.members ?? [] {
            if let value = variable.value["default"] {
                url = url.replacing("{\(variable.name)}", with: value.plainText)
            }
        }
        url = url.replacing("{", with: "{{").replacing("}", with: "}}")
        if url.hasSuffix("/") { url.removeLast() }
        guard
            let found = ForeignURL(
                url.contains("://") || url.hasPrefix("{{") || url.hasPrefix("/") || url.isEmpty ? url : "/\(url)")
        else { return nil }
        origin = found.origin
        path = found.path
    }

    /// For a document that states no server.
    static let unknown = OpenAPIServer(origin: "", path: "")

    private init(origin: String, path: String) {
        self.origin = origin
        self.path = path
    }
}
