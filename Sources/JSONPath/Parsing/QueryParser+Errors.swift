extension QueryParser {
    func error(_ message: String, _ range: Range<Int>, help: String? = nil) -> JSONPathError {
        JSONPathError(message: message, range: range, help: help)
    }

    /// The name of the next scalar, in messages.
    var nextName: String {
        guard let scalar = peek() else { return "the end of the query" }
        return scalar.isSpace ? "white space" : "'\(scalar)'"
    }

    /// The place of the next scalar; at the end, an empty range.
    var nextRange: Range<Int> { index..<min(index + 1, scalars.count) }

    func missingRoot() -> JSONPathError {
        let message = "a JSONPath starts with '$'"
        let space = scalars.prefix { $0.isSpace }.count
        guard space < scalars.count else { return error(message, 0..<scalars.count, help: "write $") }
        if scalars[space] == "$" {
            return error("\(message), without white space before it", 0..<space, help: "leave it out")
        }
        if scalars[space] == "@" {
            return error(
                "\(message): '@' is allowed only in filters", space..<space + 1,
                help: "write $\(text(space + 1..<scalars.count))")
        }
        let separator = scalars[space].startsName ? "." : ""
        return error(message, space..<space + 1, help: "write $\(separator)\(text(space..<scalars.count))")
    }

    func missingName(after start: Int) -> JSONPathError {
        let dots = text(start..<index)
        guard let scalar = peek() else {
            return error("a name or '*' is missing after '\(dots)'", start..<index)
        }
        switch scalar {
        case _ where scalar.isSpace:
            return error(
                "white space is not allowed after '\(dots)'", index..<index + 1, help: "leave it out")
        case "0"..."9":
            let end = index + scalars[index...].prefix { $0.isNameCharacter }.count
            let name = text(index..<end)
            let isNumber = scalars[index..<end].allSatisfy(\.isDigit)
            return error(
                "a name after '\(dots)' cannot start with a digit", index..<end,
                help: isNumber ? "write [\(name)] for an index, ['\(name)'] for a name" : "write ['\(name)']")
        case "'", "\"":
            return error(
                "a name in quotes needs brackets around it", index..<index + 1,
                help: "write it as in \(dots == ".." ? ".." : "")['name']")
        case "[": return error("'.' is not allowed before '['", start..<index + 1, help: "leave '.' out")
        case ".": return error("more than two dots", start..<index + 1, help: "write ..")
        default:
            return error("a name or '*' is missing after '\(dots)', before '\(scalar)'", start..<index + 1)
        }
    }

    func unexpectedAfterSegments() -> JSONPathError {
        let rest = scalars[index...]
        if rest.allSatisfy(\.isSpace) {
            return error("white space after the query", index..<scalars.count, help: "leave it out")
        }
        let next = rest.firstIndex { !$0.isSpace } ?? index
        let scalar = scalars[next]
        switch scalar {
        case "]": return error("']' without its '['", next..<next + 1)
        case ")": return error("')' without its '('", next..<next + 1)
        case "'", "\"": return error("a name in quotes needs brackets around it", next..<next + 1)
        case _ where scalar.startsName || scalar == "*":
            return error("'.' is missing before '\(scalar)'", next..<next + 1, help: "write .\(scalar)…")
        default: return error("expected '.' or '[', found '\(scalar)'", next..<next + 1)
        }
    }

    func unexpectedInBrackets(start: Int, after selector: Selector) -> JSONPathError {
        if peek() == nil { return error("']' is missing", start..<index) }
        switch selector {
        case .filter: return unexpectedInCondition(expected: "']'")
        case .slice where peek() == ":": return error("a slice has three numbers at most", index..<index + 1)
        case .name where peek()?.isNameCharacter == true || peek() == "'" || peek() == "\"":
            return error(
                "',' or ']' is missing before \(nextName)", nextRange,
                help: "write a quote that belongs to the name with '\\' before it")
        default: return error("',' or ']' is missing before \(nextName)", nextRange)
        }
    }

    /// The error for text that follows a condition but cannot continue it.
    func unexpectedInCondition(expected: String) -> JSONPathError {
        let operators = [
            ("&", "&&"), ("|", "||"), ("and", "&&"), ("AND", "&&"), ("or", "||"), ("OR", "||"),
        ]
        for (written, meant) in operators where isNext(written) {
            let end = index + written.unicodeScalars.count
            let isWord = end < scalars.count && scalars[end - 1].isLetter && scalars[end].isNameCharacter
            if !isWord { return error("'\(written)' is not an operator", index..<end, help: "write \(meant)") }
        }
        if let scalar = peek(), "+-*/%".unicodeScalars.contains(scalar) {
            return error("a filter does not calculate: '\(scalar)' is not an operator", nextRange)
        }
        if let scalar = peek(), scalar.startsName {
            let end = index + scalars[index...].prefix { $0.isNameCharacter }.count
            return error("'\(text(index..<end))' is not an operator", index..<end)
        }
        return error("\(expected) is missing before \(nextName)", nextRange)
    }
}
