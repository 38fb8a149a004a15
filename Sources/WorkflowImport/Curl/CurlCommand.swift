import JSON

/// A command of curl, read option by option: https://curl.se/docs/manpage.html
struct CurlCommand {
    private(set) var method: String?
    private var data: [String] = []
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
                let takesValue = Self.options[name] ?? false
                apply(name, takesValue ? (parts.count > 1 ? parts[1] : rest.popFirst() ?? "") : "")
            } else {
                readShort(word.dropFirst(), &rest)
            }
        }
        finish()
    }

    /// `-sXPOST`: flags, and then one that takes the rest or the next word.
    private mutating func readShort(_ letters: Substring, _ rest: inout ArraySlice<String>) {
        var letters = letters
        while let letter = letters.popFirst() {
            let name = Self.short[letter] ?? "-\(letter)"
            guard Self.options[name] ?? false else {
                apply(name, "")
                continue
            }
            apply(name, letters.isEmpty ? rest.popFirst() ?? "" : String(letters))
            return
        }
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
            if parts.count == 2 { request.headers.append((parts[0].trimmed, parts[1].trimmed)) }
        case "--data", "--data-raw", "--data-ascii", "--data-binary", "--data-urlencode", "--json":
            if value.hasPrefix("@"), name != "--data-raw" {
                request.remarks.append("its body is in a file, and is left out")
            } else {
                data.append(value)
            }
        case "--get": isGet = true
        case "--head": method = "HEAD"
        case "--max-time": request.timeout = "\(value)s"
        case "--user", "--cookie", "--oauth2-bearer", "--form", "--proxy", "--proxy-user":
            request.remarks.append("the option \(name) is left out")
        case "--insecure", "--cacert", "--cert", "--key":
            request.remarks.append("the option \(name) is left out: 'tls' of the environment says whom to trust")
        case "--retry", "--retry-all-errors", "--retry-connrefused":
            request.remarks.append(
                "the option \(name) is left out: a send is never repeated; 'retry' of a step tries again where nothing was sent"
            )
        case "--location": request.remarks.append("the option \(name) is left out: a redirect is not followed")
        default:
            if Self.options[name] == nil { request.remarks.append("the option \(name) is not known, and is left out") }
        }
    }

    private mutating func finish() {
        let isJSON = request.headers.contains {
            $0.name.lowercased() == "content-type" && $0.value.lowercased().contains("json")
        }
        request.method = method ?? (data.isEmpty || isGet ? "GET" : "POST")
        if !request.url.isEmpty, !request.url.contains("://"), !request.url.hasPrefix("{{") {
            request.url = "http://\(request.url)"
        }
        guard !data.isEmpty else { return }
        let text = data.joined(separator: "&")
        if !isGet, let body = jsonBody(text) {
            request.body = body
            return
        }
        if isJSON { request.remarks.append("its body is not JSON, and is read as a form") }
        let fields = text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: percentDecoded(parts[0]), value: parts.count > 1 ? percentDecoded(parts[1]) : "")
        }
        if isGet { request.query += fields } else { request.body = .fields(fields) }
    }

    private static let short: [Character: String] = [
        "X": "--request", "H": "--header", "d": "--data", "G": "--get", "I": "--head", "u": "--user", "k": "--insecure",
        "b": "--cookie", "F": "--form", "m": "--max-time", "L": "--location", "x": "--proxy", "E": "--cert",
        "s": "--silent",
        "S": "--show-error", "i": "--include", "v": "--verbose", "f": "--fail", "o": "--output", "A": "--user-agent",
        "e": "--referer", "w": "--write-out", "c": "--cookie-jar", "D": "--dump-header", "N": "--no-buffer",
        "g": "--globoff",
        "O": "--remote-name", "U": "--proxy-user", "K": "--config", "T": "--upload-file", "4": "--ipv4", "6": "--ipv6",
    ]

    /// Those that are known, and whether they take a value.
    private static let options: [String: Bool] = [
        "--request": true, "--header": true, "--data": true, "--data-raw": true, "--data-ascii": true,
        "--data-binary": true,
        "--data-urlencode": true, "--json": true, "--url": true, "--user": true, "--cookie": true, "--form": true,
        "--max-time": true, "--connect-timeout": true, "--proxy": true, "--cert": true, "--key": true, "--cacert": true,
        "--retry": true, "--retry-delay": true, "--retry-max-time": true, "--output": true, "--user-agent": true,
        "--referer": true, "--write-out": true, "--cookie-jar": true, "--dump-header": true, "--oauth2-bearer": true,
        "--proxy-user": true, "--config": true, "--upload-file": true, "--resolve": true, "--interface": true,
        "--get": false, "--head": false, "--insecure": false, "--location": false, "--silent": false,
        "--show-error": false,
        "--include": false, "--verbose": false, "--fail": false, "--fail-with-body": false, "--compressed": false,
        "--no-buffer": false, "--globoff": false, "--remote-name": false, "--http1.1": false, "--http2": false,
        "--ipv4": false,
        "--ipv6": false, "--retry-all-errors": false, "--retry-connrefused": false, "--no-progress-meter": false,
        "--progress-bar": false, "--tlsv1.2": false, "--tlsv1.3": false,
    ]
}
