import Source

/// Reads a part as curl's `--form` writes it: `name=text`, `name=@path;type=image/png;filename=a.png` or `name=<path`.
struct CurlFormPart {
    let name: String
    /// Empty if the part is read from the standard input.
    private(set) var parts: [ForeignPart] = []
    /// Whether the text of a file is sent as a field.
    private(set) var isTextOfFile = false

    private var rest: Substring

    /// Nil if it has no name. A literal part is text, whatever its signs.
    init?(_ text: String, isLiteral: Bool) {
        guard let mark = text.firstIndex(of: "="), mark > text.startIndex else { return nil }
        name = String(text[..<mark])
        rest = text[text.index(after: mark)...]
        if isLiteral {
            parts = [ForeignPart(name: name, content: .text(String(rest)))]
        } else if rest.first == "@" || rest.first == "<" {
            isTextOfFile = rest.first == "<"
            rest.removeFirst()
            readFiles()
        } else {
            let text = word(endsAt: ";")
            parts = [ForeignPart(name: name, content: .text(text), contentType: options(endAt: ";").type)]
        }
    }

    /// Reads the files of `a.png,b.png`, each with its options.
    private mutating func readFiles() {
        while !rest.isEmpty {
            let path = word(endsAt: ",;")
            let (type, fileName) = options(endAt: ",;")
            if rest.first == "," { rest.removeFirst() }
            if path != "-", !path.isEmpty {
                parts.append(ForeignPart(name: name, content: .file(path: path, name: fileName), contentType: type))
            }
        }
    }

    private mutating func options(endAt ends: String) -> (type: String?, fileName: String?) {
        var (type, fileName): (String?, String?) = (nil, nil)
        while rest.first == ";" {
            rest.removeFirst()
            let option = word(endsAt: ends).trimmed
            if option.hasPrefix("type=") {
                type = String(option.dropFirst("type=".count))
            } else if option.hasPrefix("filename=") {
                fileName = unquoted(option.dropFirst("filename=".count))
            } else if let known = type, option.hasPrefix("charset=") {
                type = "\(known); \(option)"
            }
        }
        return (type, fileName)
    }

    /// Reads up to one of the signs. In double quotes they are part of the word.
    private mutating func word(endsAt ends: String) -> String {
        let start = rest
        var isQuoted = false
        while let character = rest.first, isQuoted || !ends.contains(character) {
            if character == "\\", isQuoted { rest.removeFirst() }
            // JSON has quotes inside, and they are kept.
            if character == "\"" { isQuoted.toggle() }
            if !rest.isEmpty { rest.removeFirst() }
        }
        return unquoted(start[..<rest.startIndex])
    }

    /// The text without the quotes around it.
    private func unquoted(_ text: Substring) -> String {
        guard text.count > 1, text.first == "\"", text.last == "\"" else { return String(text) }
        return String(text.dropFirst().dropLast()).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
}
