import Source

/// The parts of another tool's URL (RFC 3986, section 3). Each part can have placeholders.
struct ForeignURL {
    /// The scheme, the host and the port: `https://staging.eko.in`. Without a scheme it is placeholders, or empty.
    let origin: String
    let path: String
    /// What follows the `?`.
    let query: String
    /// Whether a user, and maybe a password, was before the host. They are left out.
    private(set) var hadUser: Bool

    /// Servers refuse longer ones.
    static let maximumLength = 8_192

    /// Nil if no request can go to this address.
    init?(_ text: String) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        let text = text.trimmed
        let schemeEnd = Self.endOfScheme(text)
        let end = Self.firstIndex(in: text[(schemeEnd ?? text.startIndex)...]) { "/?#".contains($0) } ?? text.endIndex
        var authority = text[(schemeEnd ?? text.startIndex)..<end]
        // Only before the path: an @ in a path is a part of the path.
        let user = authority.lastIndex(of: "@")
        if let user { authority = authority[authority.index(after: user)...] }
        let rest = text[end...].prefix { $0 != "#" }
        let path = rest.prefix { $0 != "?" }
        hadUser = user != nil
        self.path = String(path)
        query = String(rest.dropFirst(path.count + 1))
        if let schemeEnd {
            let scheme = text[..<schemeEnd].lowercased()
            guard ["http://", "https://"].contains(scheme) || scheme.hasPrefix("{{"), !authority.isEmpty else {
                return nil
            }
            guard authority.contains("{{") || Self.isHostAndPort(authority) else { return nil }
            // The password of `user:1/2@host` would be taken for a path.
            if user == nil, authority.contains(":"), !authority.contains("."), !authority.hasPrefix("["),
                let sign = path.dropFirst().prefix(while: { $0 != "/" }).firstIndex(of: "@"),
                sign != path.dropFirst().startIndex, authority.prefix(while: { $0 != ":" }).lowercased() != "localhost"
            {
                return nil
            }
            let place = authority.contains("{{") ? String(authority) : authority.lowercased()
            origin = (scheme.hasPrefix("{{") ? String(text[..<schemeEnd]) : scheme) + place
        } else {
            guard authority.isEmpty || authority.hasPrefix("{{") else { return nil }
            origin = String(authority)
        }
    }

    /// The same URL with an origin whose placeholders are replaced; the new one can have a path of its own.
    func with(origin: String) -> ForeignURL? {
        // A value such as `localhost:3000` goes without encryption, as other tools take it.
        let isWhole = origin.isEmpty || origin.hasPrefix("{{") || origin.contains(text: "://")
        guard var url = ForeignURL((isWhole ? "" : "http://") + origin + path + (query.isEmpty ? "" : "?\(query)"))
        else { return nil }
        url.hadUser = url.hadUser || hadUser
        return url
    }

    /// The index after `://`, if that is before the path.
    private static func endOfScheme(_ text: String) -> String.Index? {
        guard let colon = firstIndex(in: text[...], where: { ":/?#".contains($0) }), text[colon...].hasPrefix("://")
        else {
            return nil
        }
        return text.index(colon, offsetBy: 3)
    }

    /// The first character that is not within a placeholder.
    private static func firstIndex(in text: Substring, where isWanted: (Character) -> Bool) -> String.Index? {
        var rest = text
        while let character = rest.first {
            if rest.hasPrefix("{{"), let end = rest.range(ofText: "}}") {
                rest = rest[end.upperBound...]
                continue
            }
            if isWanted(character) { return rest.startIndex }
            rest.removeFirst()
        }
        return nil
    }

    private static func isHostAndPort(_ authority: Substring) -> Bool {
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        let port = authority.dropFirst(host.count)
        let isHost = host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._:[]".contains($0)) }
        return isHost && !host.isEmpty
            && (port.isEmpty || port.first == ":" && UInt16(port.dropFirst()).map { $0 > 0 } ?? false)
    }
}

extension String {
    /// The host of `https://host:8443`.
    var hostOfOrigin: String {
        let authority = range(ofText: "://").map { self[$0.upperBound...] } ?? self[...]
        return authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : String(authority.prefix { $0 != ":" })
    }
}
