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
        guard hasDots || hidesSeparator else { return nil }
        return ("a path without '.' and '..' segments, '%2e', '%2f' and '%5c'", "write the path that is meant")
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

    /// Whether a path, or the end of a URL, is the endpoint that texts people, or is written so that a server may read
    /// it as that endpoint.
    package static func textsPerson(_ path: String) -> Bool {
        let path = withoutEncoding(path)
        if path.contains(" ") {
            // Servers drop spaces, or what follows one.
            return textsPerson(path.filter { $0 != " " }) || textsPerson(path.replacing(" ", with: ";"))
        }
        guard path.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "%") }) else { return true }
        var last: (parent: Substring, name: Substring) = ("", "")
        for segment in segments(of: path.lowercased()) {
            // Servers drop a segment that has nothing but parameters.
            if segment.name.contains(where: isLetterOrDigit) { last = (last.name, segment.name) }
            // Some servers end the whole path at its first ';'.
            if segment.hasParameters, isSend(last.parent, last.name) { return true }
        }
        return isSend(last.parent, last.name)
    }

    /// The path as a server reads it that decodes again and again.
    private static func withoutEncoding(_ path: String) -> String {
        var bytes = Array(path.utf8)
        for _ in 0..<8 where bytes.contains(UInt8(ascii: "%")) {
            var decoded: [UInt8] = []
            var index = 0
            while index < bytes.count {
                let digits = String(decoding: bytes[(index + 1)..<min(index + 3, bytes.count)], as: UTF8.self)
                if bytes[index] == UInt8(ascii: "%"), digits.utf8.count == 2, let byte = UInt8(digits, radix: 16) {
                    decoded.append(byte)
                    index += 3
                } else {
                    decoded.append(bytes[index])
                    index += 1
                }
            }
            if decoded == bytes { break }
            bytes = decoded
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `otp.json` and `otp.` can be the endpoint too: many servers drop what follows a name.
    private static func isSend(_ parent: Substring, _ name: Substring) -> Bool {
        guard parent == "mobile", name.hasPrefix("otp") else { return false }
        // `otp-status` is another resource.
        return name.dropFirst("otp".count).first.map { !isLetterOrDigit($0) && $0 != "-" } ?? true
    }

    /// The segments of a path, without the parameters that follow a ';': servers drop these before they resolve '..'.
    private static func segments(of path: String) -> [(name: Substring, hasParameters: Bool)] {
        path.split(separator: "/").map { segment in
            let name = segment.prefix { $0 != ";" }
            return (name, name.endIndex < segment.endIndex)
        }
    }

    private static func withoutSpaces(_ text: Substring) -> String { text.filter { $0 != " " } }

    private static func isLetterOrDigit(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }
}
