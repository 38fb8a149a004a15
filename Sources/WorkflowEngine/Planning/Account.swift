/// What budgets over days and months are counted for: the initiator ID at one address of the API, whatever the environment is
/// called and however its address is written.
package func account(baseURL: String, isEmbedded: Bool, initiatorID: String) -> String {
    account(server: server(baseURL: baseURL, isEmbedded: isEmbedded), initiatorID: initiatorID)
}

func account(server: String, initiatorID: String) -> String { "\(server) \(initiatorID)" }

/// Identifies the API, however its address is written. A person has one OTP at a time there, whoever sends it.
func server(baseURL: String, isEmbedded: Bool) -> String {
    // An embedded sandbox has another port in each run.
    isEmbedded ? "sandbox:embedded" : baseURL.normalizedURL
}

extension String {
    /// All in lower case, without the scheme's own port, the dot after a host, and slashes that nothing is between: servers differ in
    /// what they make of a path, and one account too few is safer than one too many.
    fileprivate var normalizedURL: String {
        guard let colon = firstRange(of: "://") else { return self }
        let scheme = self[..<colon.lowerBound].lowercased()
        let authority = self[colon.upperBound...].prefix { $0 != "/" }
        let path = self[authority.endIndex...].lowercased().split(separator: "/").map { "/" + $0 }.joined()
        // The colons of an IPv6 address are in brackets.
        let bracket = authority.lastIndex(of: "]") ?? authority.startIndex
        let end = authority[bracket...].firstIndex(of: ":") ?? authority.endIndex
        var host = authority[..<end].lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        let port = Int(authority[end...].dropFirst())
        let isOwnPort = port == nil || ["http": 80, "https": 443][scheme] == port
        return "\(scheme)://\(host)" + (isOwnPort ? "" : ":\(port ?? 0)") + path
    }
}
