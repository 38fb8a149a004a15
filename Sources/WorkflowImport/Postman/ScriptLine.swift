/// A line of a script in JavaScript, as far as can be told what it does without running it.
struct ScriptLine {
    /// Without remarks, and without white space at its ends.
    let text: String
    /// The text with nothing in its quotes.
    private let bare: String
    /// True where it is within a text over several lines, or starts or ends one.
    let touchesTemplate: Bool
    /// True where it is within a remark that never ends.
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

    /// How many blocks it opens more than it closes.
    var depthChange: Int { bare.reduce(0) { $0 + ($1 == "{" ? 1 : $1 == "}" ? -1 : 0) } }

    /// True where nothing after it runs.
    var isReturn: Bool { bare.hasPrefix("return") }

    /// True where the next line belongs to it, as to an `if` without braces.
    var isIncomplete: Bool {
        let start = bare.drop { "} ".contains($0) }
        let isControl = ["if", "else", "for", "while", "do"].contains { word in
            start.hasPrefix(word) && !(start.dropFirst(word.count).first?.isPartOfName ?? false)
        }
        guard let last = bare.last else { return false }
        return isControl && !";{}".contains(last) || "(,=+-*&|?:.[".contains(last) || bare.hasSuffix("=>")
    }

    /// False where it is certain that it leaves the values of these names as they are: it assigns nothing, and gives none of them
    /// to a function that could change it.
    func mayChange(_ names: some Collection<String>) -> Bool {
        if names.isEmpty { return false }
        // What is so long was written by no person.
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

    /// True for `const other = …` that reads none of the names.
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

    /// True where there is an `=` that is of no comparison and no arrow.
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

    /// Words before a parenthesis whose content they leave as it is.
    private static let readers: Set = [
        "if", "while", "switch", "for", "return", "expect", "log", "info", "warn", "error", "debug", "stringify",
        "test",
    ]

    /// True where the name is within the parentheses of a function that may change what it is given.
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

    /// The word before the nearest parenthesis that is open at a place; nil where none is.
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
            // Around a part of an expression, it is of no function.
            if !word.isEmpty { return String(word.reversed()) }
        }
        return nil
    }
}

/// Takes remarks out of lines, one after another.
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
    /// A character of a name of JavaScript.
    fileprivate var isPartOfName: Bool { isLetter || isNumber || self == "_" || self == "$" }
}

extension StringProtocol {
    /// True for one name of JavaScript.
    var isNameOfScript: Bool { !isEmpty && allSatisfy(\.isPartOfName) }
}
