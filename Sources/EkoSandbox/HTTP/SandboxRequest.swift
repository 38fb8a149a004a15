/// A request that the sandbox has read.
package struct SandboxRequest: Sendable {
    package let method: String
    /// Without the query.
    package let path: String
    package let query: String
    /// In their order. Names are in lower case.
    package let headers: [(name: String, value: String)]
    package var body: [UInt8] = []
    /// False for HTTP/1.0.
    let isPersistent: Bool

    /// The first value of a header. `name` is in lower case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }

    var keepsAlive: Bool {
        let options = header("connection")?.lowercased().split { $0 == "," || $0 == " " } ?? []
        return isPersistent && method != "HEAD" && !options.contains("close")
    }
}
