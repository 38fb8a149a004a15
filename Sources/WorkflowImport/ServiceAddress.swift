import Source
import WorkflowModel

/// The address that requests are sent to, for an environment's `base_url`.
struct ServiceAddress: Hashable {
    /// The scheme, the host and the port.
    let origin: String
    /// The start of the path that all requests share; empty, or from a slash to the last character before one.
    let basePath: String

    var baseURL: String { origin + basePath }

    /// The host and the port.
    var place: Substring { origin.range(ofText: "://").map { origin[$0.upperBound...] } ?? origin[...] }

    /// Whether the host is known, and not a placeholder without a value.
    var isKnown: Bool { !origin.isEmpty && !origin.contains("{{") }

    /// Whether this is the vendor's production host.
    var isProduction: Bool { baseURL.isProductionAddress }

    /// Whether the host is neither the vendor's nor this machine.
    var isOfOthers: Bool {
        let host = origin.hostOfOrigin
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        return !(".\(name)".hasSuffix(".eko.in") || ["127.0.0.1", "localhost", "[::1]"].contains(name))
    }

    /// A name for its environment: `staging` for `staging.eko.in`.
    var environmentName: String {
        if isProduction { return "prod" }
        let host = origin.hostOfOrigin
        let label = host.split(separator: ".").first.map(String.init) ?? ""
        return host == "localhost" || label.first?.isLetter != true ? "local" : fileName(label)
    }
}
