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
                guard let arguments = Self.arguments(&rest, until: ")") else { return nil }
                links.append(.call(arguments))
            case "[":
                guard let arguments = Self.arguments(&rest, until: "]"), arguments.count == 1 else { return nil }
                let inside = arguments[0]
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

    /// Reads up to the closing bracket, and splits what is before it at commas that are outside brackets and quotes.
    private static func arguments(_ rest: inout Substring, until close: Character) -> [String]? {
        var parts = [""]
        var depth = 0
        var quote: Character?
        while let character = rest.popFirst() {
            let last = parts.count - 1
            if character == "\\" {
                parts[last] += "\\" + (rest.popFirst().map(String.init) ?? "")
                continue
            }
            if let open = quote {
                if character == open { quote = nil }
            } else if "'\"`".contains(character) || character == "/" && parts[last].allSatisfy(\.isWhitespace) {
                quote = character
            } else if "([{".contains(character) {
                depth += 1
            } else if ")]}".contains(character), depth > 0 {
                depth -= 1
            } else if ")]}".contains(character) {
                let arguments = parts.map(\.trimmed)
                return character != close ? nil : arguments == [""] ? [] : arguments
            } else if character == ",", depth == 0 {
                parts.append("")
                continue
            }
            parts[last].append(character)
        }
        return nil
    }
}
