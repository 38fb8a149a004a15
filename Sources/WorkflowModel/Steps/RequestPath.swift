/// The rules for a request's path, below the environment's base URL.
package enum RequestPath {
    /// What is wrong with a path; nil if it is valid. Spaces are allowed in filled-in values, because they are encoded.
    package static func problem(
        of path: String, allowingSpaces: Bool = false
    ) -> (expected: String, help: String?)? {
        if path.contains("://") {
            return ("a path that starts with '/'", "write only what follows the environment's base_url")
        }
        let hasSpaces = path.utf8.contains { $0 <= 0x20 || $0 == 0x7F }
        if path.utf8.first != UInt8(ascii: "/") || hasSpaces && !allowingSpaces {
            return ("a path that starts with '/', without spaces", nil)
        }
        if path.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
            return ("a path without '?' and '#'", "put the parameters into 'query'")
        }
        if path.utf8.contains(UInt8(ascii: "\\")) { return ("a path without '\\'", "write '/'") }
        let hasDots = path.utf8.split(separator: UInt8(ascii: "/")).contains { segment in
            segment.elementsEqual("..".utf8) || segment.elementsEqual(".".utf8)
        }
        // Servers and proxies differ on whether an encoded dot, slash or backslash counts as a plain one.
        let hidesSeparator =
            path.utf8.contains(UInt8(ascii: "%")) && ["%2e", "%2f", "%5c"].contains { path.lowercased().contains($0) }
        guard hasDots || hidesSeparator else { return nil }
        return ("a path without '.' and '..' segments, '%2e', '%2f' and '%5c'", "write the path that is meant")
    }

    /// Whether a path, or the end of a URL, is the endpoint that texts people, or is written so that a server may read
    /// it as that endpoint.
    package static func textsPerson(_ path: String) -> Bool {
        if path.utf8.contains(UInt8(ascii: "%")) { return true }
        let segments = path.lowercased().split(separator: "/").map { $0.prefix { $0 != ";" } }
        return segments.suffix(2) == ["mobile", "otp"]
    }
}
