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
    // Without a name there is nothing to mend.
    guard text.range(ofText: "{{") != nil, text.range(ofText: "}}") != nil else { return nil }
    var quoted = ""
    var isInString = false
    var isEscaped = false
    var rest = Substring(text)
    while let character = rest.first {
        if !isInString, rest.hasPrefix("{{") {
            guard let end = rest.prefix(200).range(ofText: "}}") else { return nil }
            quoted += "\"\(rest[..<end.upperBound])\""
            rest = rest[end.upperBound...]
            continue
        }
        if character == "\"", !isEscaped { isInString.toggle() }
        isEscaped = character == "\\" && !isEscaped
        quoted.append(character)
        rest.removeFirst()
    }
    return (try? parseJSON(Array(quoted.utf8))).map { .json($0) }
}

/// A form as it is sent: `a=b&c=d`; nil for any other text, which may be anything and is never copied.
func formFields(_ text: String) -> [(name: String, value: String)]? {
    var fields: [(name: String, value: String)] = []
    for pair in text.split(separator: "&") {
        guard let mark = pair.firstIndex(of: "=") else { return nil }
        let name = percentDecoded(pair[..<mark])
        guard !name.isEmpty, name.utf8.allSatisfy(\.isNameByte) else { return nil }
        fields.append((name, percentDecoded(pair[pair.index(after: mark)...])))
    }
    return fields
}

extension StringProtocol {
    /// The first place of a text.
    func range(ofText text: String) -> Range<Index>? {
        let wanted = Array(text.utf8)
        var start = utf8.startIndex
        while let first = utf8[start...].firstIndex(of: wanted[0]) {
            let rest = utf8[first...]
            if rest.starts(with: wanted) { return first..<utf8.index(first, offsetBy: wanted.count) }
            start = utf8.index(after: first)
        }
        return nil
    }

    var trimmed: String {
        let isSpace = { (character: Character) in character.isWhitespace }
        return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
