import Source

/// A line of JavaScript, and what is known about it without running it.
struct ScriptLine {
    /// Without comments, and trimmed.
    let text: String
    /// The text with all string literals emptied.
    private let bare: String
    /// Whether it contains a part of a template literal that spans several lines.
    let touchesTemplate: Bool
    /// Whether it is inside a comment that never ends.
    fileprivate(set) var isLost = false

    /// The lines of a script.
    static func lines(of script: [String]) -> [ScriptLine] {
        var scanner = RemarkScanner()
        var startOfRemark: Int?
        var lines: [ScriptLine] = []
        for (index, line) in script.enumerated() {
            let wasRemark = scanner.isRemark
            lines.append(scanner.take(line))
            startOfRemark = !scanner.isRemark ? nil : wasRemark ? startOfRemark : index
        }
        for index in lines.indices where startOfRemark.map({ index >= $0 }) ?? false { lines[index].isLost = true }
        return lines
    }

    fileprivate init(text: String, bare: String, touchesTemplate: Bool) {
        self.text = text.trimmed
        self.bare = bare.trimmed
        self.touchesTemplate = touchesTemplate
    }

    /// The number of opened blocks minus the number of closed blocks.
    var depthChange: Int { bare.reduce(0) { $0 + ($1 == "{" ? 1 : $1 == "}" ? -1 : 0) } }

    /// The line for people, in visible characters and without what is in its strings; nil if a secret may be in it all the same.
    var quoted: String? {
        guard !touchesTemplate, !isLost, bare.utf8.count <= 200 else { return nil }
        let words = bare.split { !($0.isLetter || $0.isNumber || "_-".contains($0)) }
        // A number of this length may be an OTP or somebody's number.
        let text = bare.replacing("\"\"", with: "\"…\"").replacing("''", with: "'…'").replacing(
            #/[0-9]{4,}/#, with: "…")
        guard !words.contains(where: { String($0).looksLikeSecret }), !text.looksSecret else { return nil }
        return text.filter {
            $0 == " " || !$0.isWhitespace && ($0.isASCII || $0 == "…")
        }
    }

    /// Whether it is a `return`, so that nothing after it runs.
    var isReturn: Bool { bare.hasPrefix("return") }

    /// Whether the statement continues on the next line, as after an `if` without braces.
    var isIncomplete: Bool {
        let start = bare.drop { "} ".contains($0) }
        let isControl = ["if", "else", "for", "while", "do"].contains { word in
            start.hasPrefix(word) && !(start.dropFirst(word.count).first?.isPartOfName ?? false)
        }
        guard let last = bare.last else { return false }
        return isControl && !";{}".contains(last) || "(,=+-*&|?:.[".contains(last) || bare.hasSuffix("=>")
    }

    /// Whether it may change the values of these names. False only if it certainly assigns to none of them, and passes
    /// none to a function that could change it.
    func mayChange(_ names: some Collection<String>) -> Bool {
        if names.isEmpty { return false }
        // Nobody writes such a long line by hand, and scanning it would be slow.
        if bare.utf8.count > 10_000 { return true }
        let changes = [
            "++", "--", "delete ", "Object.assign", ".push(", ".pop(", ".shift(", ".unshift(", ".splice(", ".sort(",
            ".reverse(", ".fill(",
        ]
        if changes.contains(where: { bare.contains($0) }) { return true }
        if Self.holdsAssignment(bare[...]), !declaresOtherName(than: names) { return true }
        let characters = Array(bare)
        return names.contains { handsOver(Array($0), in: characters) }
    }

    /// Whether it is `const other = …` and reads none of the names.
    private func declaresOtherName(than names: some Collection<String>) -> Bool {
        guard let word = ["const ", "let ", "var "].first(where: bare.hasPrefix), let sign = bare.firstIndex(of: "=")
        else {
            return false
        }
        let name = bare[..<sign].dropFirst(word.count).trimmed
        let value = bare[bare.index(after: sign)...]
        return name.isNameOfScript && !names.contains(name) && !names.contains { value.contains($0) }
            && !Self.holdsAssignment(value)
    }

    /// Whether there is an `=` that does not belong to a comparison or an arrow.
    private static func holdsAssignment(_ text: Substring) -> Bool {
        var previous: Character = " "
        var rest = text
        while let character = rest.popFirst() {
            if character == "=" {
                if rest.first == ">" {
                    rest.removeFirst()
                } else if rest.first == "=" || "<>!".contains(previous) {
                    rest = rest.drop { $0 == "=" }
                } else {
                    return true
                }
            }
            previous = character
        }
        return false
    }

    /// Keywords and functions that do not change what is in their parentheses.
    private static let readers: Set = [
        "if", "while", "switch", "for", "return", "expect", "log", "info", "warn", "error", "debug", "stringify",
        "test",
    ]

    /// Whether the name is passed to a function that may change its value.
    private func handsOver(_ name: [Character], in text: [Character]) -> Bool {
        guard text.count >= name.count else { return false }
        for start in 0...(text.count - name.count) where text[start..<(start + name.count)].elementsEqual(name) {
            let end = start + name.count
            let isName =
                (start == 0 || !(text[start - 1].isPartOfName || text[start - 1] == "."))
                && (end == text.count || !text[end].isPartOfName)
            if isName, let function = function(around: start, in: text), !Self.readers.contains(function) {
                return true
            }
        }
        return false
    }

    /// The word before the nearest parenthesis that is open at `place`, or nil.
    private func function(around place: Int, in text: [Character]) -> String? {
        var closed = 0
        for index in text[..<place].indices.reversed() {
            if text[index] == ")" { closed += 1 }
            guard text[index] == "(" else { continue }
            if closed > 0 {
                closed -= 1
                continue
            }
            let word = text[..<index].reversed().drop { $0 == " " }.prefix { $0.isPartOfName }
            // A parenthesis without a word only groups an expression.
            if !word.isEmpty { return String(word.reversed()) }
        }
        return nil
    }
}

/// Removes comments from lines, one after another.
private struct RemarkScanner {
    private(set) var isRemark = false
    private var isTemplate = false

    mutating func take(_ line: String) -> ScriptLine {
        var (text, bare) = ("", "")
        var quote: Character?
        var touchesTemplate = isTemplate
        var rest = Substring(line)
        while let character = rest.popFirst() {
            if isRemark {
                if character == "*", rest.first == "/" {
                    rest.removeFirst()
                    isRemark = false
                }
                continue
            }
            let isQuoted = quote != nil || isTemplate
            if character == "\\" {
                let next = rest.popFirst().map(String.init) ?? ""
                text += "\\" + next
                if !isQuoted { bare += "\\" + next }
                continue
            }
            if !isQuoted, character == "/", rest.first == "/" { break }
            if !isQuoted, character == "/", rest.first == "*" {
                rest.removeFirst()
                isRemark = true
                continue
            }
            text.append(character)
            if character == "`", quote == nil {
                isTemplate.toggle()
                bare.append(character)
            } else if !isTemplate, character == quote {
                quote = nil
                bare.append(character)
            } else if !isQuoted {
                if "'\"".contains(character) { quote = character }
                bare.append(character)
            }
        }
        touchesTemplate = touchesTemplate || isTemplate
        return ScriptLine(text: text, bare: bare, touchesTemplate: touchesTemplate)
    }
}

extension Character {
    /// Whether it can be part of a JavaScript name.
    fileprivate var isPartOfName: Bool { isLetter || isNumber || self == "_" || self == "$" }
}

extension StringProtocol {
    /// Whether the string is a JavaScript name.
    var isNameOfScript: Bool { !isEmpty && allSatisfy(\.isPartOfName) }
}
