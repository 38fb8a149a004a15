import JSON

/// A request as another tool has it. In its texts, `{{name}}` stands for a value that the tool puts in.
struct ForeignRequest {
    enum Body {
        case none
        case json(JSONValue)
        case fields([(name: String, value: String)])
    }

    var name: String
    var method = "GET"
    var url = ""
    var headers: [(name: String, value: String)] = []
    var query: [(name: String, value: String)] = []
    var body = Body.none
    /// As a workflow has it, such as `30s`.
    var timeout: String?
    var expectations: [ForeignExpectation] = []
    /// What it keeps for later ones: the name, and the path of the value in the body.
    var captures: [(name: String, path: String)] = []
    /// What could not be carried over. Values are left out of it: they may be secret.
    var remarks: [String] = []
}

/// What a request expects, as a line of a workflow.
struct ForeignExpectation: Equatable {
    enum Subject: Equatable {
        case http
        case within
        case header(String)
        case body(path: String)
    }

    let subject: Subject
    /// A value or operators, as YAML on one line.
    let yaml: String
}

/// A body from text that should be JSON; names may stand in it where a number would.
func jsonBody(_ text: String) -> ForeignRequest.Body? {
    if let value = try? parseJSON(Array(text.utf8)) { return .json(value) }
    var quoted = ""
    var isInString = false
    var rest = Substring(text)
    while let character = rest.first {
        if !isInString, rest.hasPrefix("{{"), let end = rest.range(ofText: "}}") {
            quoted += "\"\(rest[..<end.upperBound])\""
            rest = rest[end.upperBound...]
            continue
        }
        if character == "\"", !quoted.hasSuffix("\\") { isInString.toggle() }
        quoted.append(character)
        rest.removeFirst()
    }
    return (try? parseJSON(Array(quoted.utf8))).map { .json($0) }
}

extension StringProtocol {
    /// The first place of a text.
    func range(ofText text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }

    var trimmed: String {
        let isSpace = { (character: Character) in character.isWhitespace }
        return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }

    /// True where a value of this name is mostly a secret.
    var namesSecret: Bool {
        let name = uppercased()
        return ["KEY", "SECRET", "TOKEN", "PASS", "OTP", "PIN", "CREDENTIAL", "AUTH", "COOKIE"].contains {
            name.contains($0)
        }
    }
}
