import JSON
import Source

/// A JSON body as people write it in other tools: placeholders may replace values, and there may be comments and commas after
/// the last value.
struct JSONReading {
    let value: JSONValue
    /// Whether comments or commas were left out to read it.
    var isRepaired = false

    static let remarkOnRepair = "its body is not quite JSON, and is read without its comments and its needless commas"

    /// Nil if it is not JSON.
    init?(_ text: String) {
        if let value = try? parseJSON(Array(text.utf8)) {
            self.value = value
            return
        }
        if let reading = Self.lenient(text) {
            self = reading
            return
        }
        // Windows PowerShell takes quotes away unless they are escaped.
        guard text.trimmed.hasPrefix("{\\\""), let reading = JSONReading(text.replacing("\\\"", with: "\"")) else {
            return nil
        }
        self = reading
        isRepaired = true
    }

    private init(value: JSONValue, isRepaired: Bool) {
        self.value = value
        self.isRepaired = isRepaired
    }

    private static func lenient(_ text: String) -> JSONReading? {
        var result = ""
        var isRepaired = false
        var (isInString, isEscaped) = (false, false)
        var rest = Substring(text)
        while let character = rest.first {
            if !isInString {
                if rest.hasPrefix("{{"), let end = rest.prefix(200).range(ofText: "}}") {
                    result += UnquotedMark.json + rest[..<end.upperBound] + "\""
                    rest = rest[end.upperBound...]
                    continue
                }
                if rest.hasPrefix("{{") { return nil }
                if let afterComment = withoutComment(rest) {
                    isRepaired = true
                    rest = afterComment
                    continue
                }
                if rest.hasPrefix("/*") { return nil }
                if character == ",", isBeforeEnd(rest.dropFirst()) {
                    isRepaired = true
                    rest.removeFirst()
                    continue
                }
            }
            if character == "\"", !isEscaped { isInString.toggle() }
            isEscaped = isInString && character == "\\" && !isEscaped
            result.append(character)
            rest.removeFirst()
        }
        return (try? parseJSON(Array(result.utf8))).map { JSONReading(value: $0, isRepaired: isRepaired) }
    }

    /// What follows the comment that the text starts with; nil if it starts with none.
    private static func withoutComment(_ text: Substring) -> Substring? {
        if text.hasPrefix("//") { return text.drop { !$0.isNewline } }
        guard text.hasPrefix("/*") else { return nil }
        return text.dropFirst(2).range(ofText: "*/").map { text[$0.upperBound...] }
    }

    /// Whether only white space and a few comments are before the closing bracket.
    private static func isBeforeEnd(_ text: Substring) -> Bool {
        var rest = text.drop(while: \.isWhitespace)
        for _ in 0..<10 {
            guard let afterComment = withoutComment(rest) else { break }
            rest = afterComment.drop(while: \.isWhitespace)
        }
        return rest.first.map { "]}".contains($0) } ?? false
    }
}

/// Marks a string that was a placeholder without quotes in JSON.
private enum UnquotedMark {
    static let character: Character = "\u{1}"
    static let json = "\"\\u0001"
}

extension String {
    /// The name of a placeholder that had no quotes around it in JSON; nil for any other string.
    var unquotedPlaceholder: String? {
        guard first == UnquotedMark.character else { return nil }
        let text = String(dropFirst())
        return text.isOneName ? text.nameInBraces : nil
    }

    /// The string without the mark of a placeholder that had no quotes.
    var withoutUnquotedMark: String { unquotedPlaceholder.map { "{{\($0)}}" } ?? self }
}
