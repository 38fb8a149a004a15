/// A JavaScript expression that is a chain of names, calls and indexes: `pm.expect(json.status).to.eql(0)`.
struct CallChain {
    enum Link: Equatable {
        case name(String)
        case call([String])
        case index(Int)
    }

    let links: [Link]

    /// Nil for any other expression.
    init?(_ text: String) {
        var rest = Substring(text.trimmed)
        if rest.hasSuffix(";") { rest.removeLast() }
        var links: [Link] = []
        func name() -> String? {
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
            rest = rest[word.endIndex...]
            return word.isEmpty ? nil : String(word)
        }
        guard let first = name() else { return nil }
        links.append(.name(first))
        while let sign = rest.popFirst() {
            switch sign {
            case ".", "?":
                if sign == "?", rest.popFirst() != "." { return nil }
                guard let word = name() else { return nil }
                links.append(.name(word))
            case "(":
                guard let inside = Self.inside(&rest, until: ")") else { return nil }
                links.append(.call(Self.parts(inside)))
            case "[":
                guard let inside = Self.inside(&rest, until: "]")?.trimmed else { return nil }
                if let index = Int(inside) {
                    links.append(.index(index))
                } else if inside.count > 2, let quote = inside.first, "'\"".contains(quote), inside.last == quote {
                    links.append(.name(String(inside.dropFirst().dropLast())))
                } else {
                    return nil
                }
            default: return nil
            }
        }
        self.links = links
    }

    /// Reads up to the closing bracket.
    private static func inside(_ rest: inout Substring, until close: Character) -> String? {
        var text = ""
        var depth = 0
        var quote: Character?
        while let character = rest.popFirst() {
            if character == "\\" {
                text.append(character)
                if let next = rest.popFirst() { text.append(next) }
                continue
            }
            if let open = quote {
                if character == open { quote = nil }
            } else if "'\"`".contains(character) || (character == "/" && text.trimmed.isEmpty) {
                quote = character
            } else if "([{".contains(character) {
                depth += 1
            } else if ")]}".contains(character) {
                if depth == 0 { return character == close ? text : nil }
                depth -= 1
            }
            text.append(character)
        }
        return nil
    }

    /// Splits arguments at commas that are outside brackets and quotes.
    private static func parts(_ text: String) -> [String] {
        var parts = [""]
        var depth = 0
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil }
            } else if "'\"`".contains(character) || (character == "/" && parts[parts.count - 1].trimmed.isEmpty) {
                quote = character
            } else if "([{".contains(character) {
                depth += 1
            } else if ")]}".contains(character) {
                depth -= 1
            } else if character == ",", depth == 0 {
                parts.append("")
                continue
            }
            parts[parts.count - 1].append(character)
        }
        return text.trimmed.isEmpty ? [] : parts.map(\.trimmed)
    }
}
