import JSON

/// A curl command, read option by option: https://curl.se/docs/manpage.html
struct CurlCommand {
    private(set) var method: String?
    private var data: [String] = []
    private var encoded: [(name: String, value: String)] = []
    /// A body that cannot be imported, but still makes the request a POST.
    private var hasOtherBody = false
    private var isGet = false
    var request = ForeignRequest(name: "")

    init(_ words: [String]) {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word != "-" else {
                setURL(word)
                continue
            }
            if word.hasPrefix("--") {
                let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                let name = parts[0]
                let takesValue = Self.takesValue(name) ?? isValue(rest.first)
                apply(name, takesValue ? (parts.count > 1 ? parts[1] : rest.popFirst() ?? "") : "")
            } else {
                readShort(word.dropFirst(), &rest)
            }
        }
        finish()
    }

    /// Reads `-sXPOST`: flags, then an option whose value is the rest or the next word.
    private mutating func readShort(_ letters: Substring, _ rest: inout ArraySlice<String>) {
        var letters = letters
        while let letter = letters.popFirst() {
            let name = Self.short[letter] ?? "-\(letter)"
            guard Self.takesValue(name) ?? (letters.isEmpty && isValue(rest.first)) else {
                apply(name, "")
                continue
            }
            apply(name, letters.isEmpty ? rest.popFirst() ?? "" : String(letters))
            return
        }
    }

    /// Whether a word after an unknown option is taken for its value, which may be a secret. URLs are not.
    private func isValue(_ word: String?) -> Bool {
        word.map { !$0.hasPrefix("-") && !$0.contains("://") && !$0.hasPrefix("{{") } ?? false
    }

    private mutating func setURL(_ text: String) {
        if request.url.isEmpty { request.url = text } else { request.remarks.append("a second address is left out") }
    }

    private mutating func apply(_ name: String, _ value: String) {
        switch name {
        case "--request": method = value.uppercased()
        case "--url": setURL(value)
        case "--header":
            let parts = value.split(separator: ":", maxSplits: 1)
            if parts.count == 2 {
                request.headers.append((parts[0].trimmed, parts[1].trimmed))
            } else {
                request.remarks.append("a header without a value, or from a file, is left out")
            }
        case "--data", "--data-raw", "--data-ascii", "--data-binary", "--json":
            if value.hasPrefix("@"), name != "--data-raw" {
                leaveFile()
            } else {
                data.append(value)
            }
        case "--data-urlencode": addEncoded(value)
        case "--form", "--form-string":
            hasOtherBody = true
            request.remarks.append("a part of its form is left out")
        case "--upload-file":
            method = method ?? "PUT"
            leaveFile()
        case "--get": isGet = true
        case "--head": method = "HEAD"
        case "--max-time":
            if Double(value).map({ $0 > 0 && $0 < 86_400 }) ?? false, value.utf8.allSatisfy({ (46...57).contains($0) })
            {
                request.timeout = "\(value)s"
            } else {
                request.remarks.append("its --max-time is not a number of seconds, and is left out")
            }
        case "--user", "--cookie", "--oauth2-bearer", "--proxy", "--proxy-user", "--config", "--netrc-file", "--pass",
            "--proxy-header", "--aws-sigv4", "--referer", "--resolve", "--connect-to":
            request.remarks.append("the option \(name) is left out")
        case "--insecure", "--cacert", "--cert", "--key":
            request.remarks.append(
                "the option \(name) is left out: 'tls' of the environment says which certificates to trust")
        case "--retry", "--retry-all-errors", "--retry-connrefused":
            request.remarks.append(
                "the option \(name) is left out: a send is never repeated; 'retry' of a step tries again if nothing was sent"
            )
        case "--location": request.remarks.append("the option \(name) is left out: a redirect is not followed")
        default:
            if Self.takesValue(name) == nil {
                request.remarks.append(
                    "an option that is not known is left out with what belongs to it, \(name.nameForRemark)")
            }
        }
    }

    private mutating func leaveFile() {
        hasOtherBody = true
        request.remarks.append("its body is in a file, and is left out")
    }

    /// Adds `name=text`, `=text` or `text`; the text is not decoded.
    private mutating func addEncoded(_ value: String) {
        guard let mark = value.firstIndex(where: { "=@".contains($0) }) else {
            request.remarks.append("a form field without a name is left out")
            return
        }
        if value[mark] == "@" { return leaveFile() }
        encoded.append((String(value[..<mark]), String(value[value.index(after: mark)...])))
    }

    private mutating func finish() {
        let hasBody = !data.isEmpty || !encoded.isEmpty || hasOtherBody
        request.method = method ?? (hasBody && !isGet ? "POST" : "GET")
        if !request.url.isEmpty, !request.url.contains("://"), !request.url.hasPrefix("{{") {
            request.url = "http://\(request.url)"
        }
        let text = data.joined(separator: "&")
        if !isGet, encoded.isEmpty, !data.isEmpty, let body = jsonBody(text) {
            request.body = body
            return
        }
        guard let fields = formFields(text) else {
            request.remarks.append("its body is neither JSON nor a form, and is left out")
            return
        }
        if isGet {
            request.query += fields + encoded
        } else if !(fields + encoded).isEmpty {
            request.body = .fields(fields + encoded)
        }
    }

    private static let short: [Character: String] = [
        "X": "--request", "H": "--header", "d": "--data", "G": "--get", "I": "--head", "u": "--user", "k": "--insecure",
        "b": "--cookie", "F": "--form", "m": "--max-time", "L": "--location", "x": "--proxy", "E": "--cert",
        "s": "--silent", "S": "--show-error", "i": "--include", "v": "--verbose", "f": "--fail", "o": "--output",
        "A": "--user-agent", "e": "--referer", "w": "--write-out", "c": "--cookie-jar", "D": "--dump-header",
        "N": "--no-buffer", "g": "--globoff", "O": "--remote-name", "U": "--proxy-user", "K": "--config",
        "T": "--upload-file", "4": "--ipv4", "6": "--ipv6",
    ]

    /// Whether a known option takes a value; nil if it is not known.
    private static func takesValue(_ name: String) -> Bool? {
        valued.contains(name) ? true : flags.contains(name) ? false : nil
    }

    private static let valued: Set = [
        "--request", "--header", "--data", "--data-raw", "--data-ascii", "--data-binary", "--data-urlencode", "--json",
        "--url", "--user", "--cookie", "--form", "--max-time", "--connect-timeout", "--proxy", "--cert", "--key",
        "--cacert", "--retry", "--retry-delay", "--retry-max-time", "--output", "--user-agent", "--referer",
        "--write-out", "--cookie-jar", "--dump-header", "--oauth2-bearer", "--pass", "--proxy-header", "--aws-sigv4",
        "--netrc-file", "--connect-to", "--form-string", "--ciphers", "--tls-max", "--limit-rate", "--max-redirs",
        "--cert-type", "--key-type", "--capath", "--pinnedpubkey", "--noproxy", "--speed-limit", "--speed-time",
        "--stderr", "--trace", "--trace-ascii", "--range", "--unix-socket", "--dns-servers", "--proxy-user", "--config",
        "--upload-file", "--resolve", "--interface",
    ]

    private static let flags: Set = [
        "--http2-prior-knowledge", "--no-keepalive", "--tcp-nodelay", "--path-as-is", "--disable", "--netrc",
        "--parallel", "--next", "--location-trusted", "--post301", "--raw", "--get", "--head", "--insecure",
        "--location", "--silent", "--show-error", "--include", "--verbose", "--fail", "--fail-with-body",
        "--compressed", "--no-buffer", "--globoff", "--remote-name", "--http1.1", "--http2", "--ipv4", "--ipv6",
        "--retry-all-errors", "--retry-connrefused", "--no-progress-meter", "--progress-bar", "--tlsv1.2", "--tlsv1.3",
    ]
}
