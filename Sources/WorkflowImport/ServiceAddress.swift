import Source
import WorkflowModel

/// The address that requests are sent to, for an environment's `base_url`.
struct ServiceAddress: Hashable {
    let baseURL: String
    let host: String

    /// The address, or nil if it is not known, and the path below it. A path that is not documented starts after the
    /// version, as in `/v3/tools`.
    static func split(_ url: String, path documented: String?) -> (address: ServiceAddress?, path: String) {
        guard let scheme = url.range(ofText: "://"), !url[..<scheme.lowerBound].contains("{{") else {
            // `{{base}}/tools/…`, or an address without its scheme.
            guard url.hasPrefix("{{"), let end = url.range(ofText: "}}") else { return (nil, url) }
            return (nil, documented ?? String(url[end.upperBound...]))
        }
        let rest = url[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        let place = String(authority)
        var path = String(rest[authority.endIndex...])
        var prefix = ""
        if let documented {
            prefix = String(path.dropLast(documented.count))
            path = documented
        } else {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            if let version = parts.firstIndex(where: {
                $0.first == "v" && $0.count > 1 && $0.dropFirst().allSatisfy(\.isNumber)
            }) {
                prefix = parts[...version].joined(separator: "/")
                path = "/" + parts[(version + 1)...].joined(separator: "/")
            }
        }
        guard !place.isEmpty, !place.contains("{{"), !prefix.contains("{{") else { return (nil, path) }
        let host = String(place.prefix { $0 != ":" }).lowercased()
        return (ServiceAddress(baseURL: "\(url[..<scheme.lowerBound])://\(place)\(prefix)", host: host), path)
    }

    /// Whether this is the vendor's production host.
    var isProduction: Bool { baseURL.isProductionAddress }

    /// A name for its environment: `staging` for `staging.eko.in`.
    var environmentName: String {
        if isProduction { return "prod" }
        let label = host.split(separator: ".").first.map(String.init) ?? ""
        return host == "localhost" || label.first?.isLetter != true ? "local" : fileName(label)
    }
}
