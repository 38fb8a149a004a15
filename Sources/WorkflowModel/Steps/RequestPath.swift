import Contract

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
            let isPlain = !path.isEmpty && !hasSpaces
            return (
                "a path that starts with '/', without spaces",
                isPlain ? "write /\(path)" : helpForMethod(in: path)
            )
        }
        // Servers differ on whether they drop invisible characters, and fold others to letters and slashes.
        guard path.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else {
            return ("a path of visible ASCII characters", "percent-encode the others, if they are meant")
        }
        if path.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
            return ("a path without '?' and '#'", "put the parameters into 'query'")
        }
        if path.utf8.contains(UInt8(ascii: "\\")) { return ("a path without '\\'", "write '/'") }
        let hasDots = segments(of: path).contains { segment in
            let name = withoutSpaces(segment.name)
            return name == "." || name == ".."
        }
        // Servers and proxies differ on whether an encoded dot, slash or backslash counts as a plain one.
        let hidesSeparator =
            path.utf8.contains(UInt8(ascii: "%")) && ["%2e", "%2f", "%5c"].contains { path.lowercased().contains($0) }
        guard hasDots || hidesSeparator else { return hiddenCharacter(in: path) }
        return ("a path without '.' and '..' segments, '%2e', '%2f' and '%5c'", "write the path that is meant")
    }

    /// The problem if a server that decodes a path again and again would find in it what ends or splits a path.
    private static func hiddenCharacter(in path: String) -> (expected: String, help: String?)? {
        guard path.utf8.contains(UInt8(ascii: "%")) else { return nil }
        let mistake = (
            "a path that every server reads alike",
            "an encoded character in it ends or splits the path: write it plainly, or not at all" as String?
        )
        guard let decoded = PathReadings.decoded(path), !path.lowercased().contains("%u") else { return mistake }
        let isSafe = decoded.utf8.allSatisfy { byte in
            byte >= 0x20 && byte != 0x7F && !#"?#\"#.utf8.contains(byte)
        }
        let slashes = { (text: String) in text.utf8.count { $0 == UInt8(ascii: "/") } }
        let hasDots = segments(of: decoded).contains { [".", ".."].contains(withoutSpaces($0.name)) }
        return isSafe && !hasDots && slashes(decoded) == slashes(path) ? nil : mistake
    }

    /// The problem if a value that was filled in is empty, so that two slashes meet; nil if none is.
    package static func emptySegment(in path: String) -> (expected: String, help: String?)? {
        path.contains("//")
            ? ("a path with something between its slashes", "a value in it is empty") : nil
    }

    /// For `GET /status`.
    private static func helpForMethod(in path: String) -> String? {
        let words = path.split(separator: " ")
        guard words.count == 2, words[1].hasPrefix("/"), words[0].allSatisfy({ $0.isASCII && $0.isUppercase }) else {
            return nil
        }
        return "write method: \(words[0]) and path: \(words[1])"
    }

    /// The segments of a path, without the parameters that follow a ';': servers drop these before they resolve '..'.
    private static func segments(of path: String) -> [(name: Substring, hasParameters: Bool)] {
        path.split(separator: "/").map { segment in
            let name = segment.prefix { $0 != ";" }
            return (name, name.endIndex < segment.endIndex)
        }
    }

    private static func withoutSpaces(_ text: Substring) -> String { text.filter { $0 != " " } }
}
