import Source

/// Splits a string into commands as a shell would. Nothing is ever run.
struct ShellWords {
    private(set) var all: [ShellCommand] = []
    /// The names of the shell variables in use.
    private(set) var variables: Set<String> = []
    /// The values of `${NAME:-value}`, by name.
    private(set) var defaults: [String: String] = [:]
    /// Whether a quote is not closed.
    private(set) var isCut = false

    private var rest: Substring
    private var command = ShellCommand(id: 0)
    private var word: String?
    private var isQuoted = false
    /// What the next word is for, after a redirection.
    private var redirection: Redirection?
    private var documents: [HereDocument] = []
    private var sawPrompt = false
    private let depth: Int

    private enum Redirection {
        case file
        case text
        case document(stripsTabs: Bool)
    }

    private struct HereDocument {
        let commandID: Int
        let end: String
        let isLiteral: Bool
        let stripsTabs: Bool
    }

    /// The words of each command. `$NAME` becomes `{{NAME}}`.
    var commands: [[String]] { all.map(\.words) }

    init(_ text: String) { self.init(text, depth: 0) }

    private init(_ text: String, depth: Int) {
        rest = Substring(text)
        self.depth = depth
        skipPrompt()
        while let character = rest.popFirst() { read(character) }
        endCommand()
    }

    private mutating func read(_ character: Character) {
        switch character {
        case "\\":
            guard let next = rest.popFirst() else { return }
            if next.isNewline { skipContinuationPrompt() } else { append(next) }
        case "'":
            isQuoted = true
            append(quoted { $0.popFirst() })
        case "\"": readDoubleQuoted()
        case "$" where rest.first == "'":
            isQuoted = true
            rest.removeFirst()
            append(quoted(Self.escaped))
        // PowerShell continues a line with it.
        case "`" where rest.drop(while: { $0 == " " || $0 == "\t" }).first?.isNewline ?? true:
            rest = rest.drop { $0 == " " || $0 == "\t" }.dropFirst()
        case "$", "`": readExpansion(character)
        case "#" where word == nil: rest = rest.drop { !$0.isNewline }
        case "<", ">": readRedirection(character)
        case "&" where rest.first == ">":
            endWord()
            rest.removeFirst()
            readRedirection(">")
        case "|":
            let isPipe = rest.first != "|"
            if rest.first == "|" || rest.first == "&" { rest.removeFirst() }
            endCommand(isPiped: isPipe)
        case ";", "&": endCommand()
        case "(" where word == nil, ")": endCommand()
        case _ where character.isNewline:
            endCommand()
            readDocuments()
            skipPrompt()
        case _ where character.isWhitespace: endWord()
        default: append(character)
        }
    }

    /// Appends in place, because a word can be a body of many megabytes.
    private mutating func append(_ text: String) {
        if word == nil { word = "" }
        word?.append(text)
    }

    private mutating func append(_ character: Character) {
        if word == nil { word = "" }
        word?.append(character)
    }

    private mutating func endWord() {
        defer { (word, isQuoted) = (nil, false) }
        guard let word else { return }
        switch redirection {
        case nil: command.words.append(word)
        case .file: break
        case .text: command.input = word
        case .document(let stripsTabs):
            documents.append(
                HereDocument(commandID: command.id, end: word, isLiteral: isQuoted, stripsTabs: stripsTabs))
        }
        redirection = nil
    }

    private mutating func endCommand(isPiped: Bool = false) {
        endWord()
        redirection = nil
        guard !command.words.isEmpty else { return }
        command.isPiped = isPiped
        all.append(command)
        command = ShellCommand(id: command.id + 1)
    }

    // MARK: Quotes

    /// Reads up to the closing `'`.
    private mutating func quoted(_ next: (inout Substring) -> Character?) -> String {
        var text = ""
        while let first = rest.first {
            if first == "'" {
                rest.removeFirst()
                return text
            }
            guard let character = next(&rest) else { break }
            text.append(character)
        }
        isCut = true
        return text
    }

    /// Reads a character of `$'…'`, in which browsers write `\\u0021` for an exclamation mark.
    private static func escaped(_ rest: inout Substring) -> Character? {
        let first = rest.popFirst()
        if first != "\\" { return first }
        guard let sign = rest.popFirst() else { return nil }
        let limit: Int
        var digits = ""
        var radix = 16
        switch sign {
        case "x": limit = 2
        case "u": limit = 4
        case "U": limit = 8
        case "0"..."7": (limit, digits, radix) = (3, String(sign), 8)
        default: return ["n": "\n", "t": "\t", "r": "\r", "e": "\u{1B}"][sign] ?? sign
        }
        while digits.count < limit, let next = rest.first, next.hexDigitValue.map({ $0 < radix }) ?? false {
            digits.append(next)
            rest.removeFirst()
        }
        return UInt32(digits, radix: radix).flatMap(UnicodeScalar.init).map { Character($0) } ?? "\u{FFFD}"
    }

    private mutating func readDoubleQuoted() {
        isQuoted = true
        append("")
        while let character = rest.popFirst() {
            switch character {
            case "\"": return
            case "\\":
                guard let next = rest.popFirst() else { break }
                if next.isNewline { continue }
                append("\"\\$`".contains(next) ? String(next) : "\\\(next)")
            case "$", "`": readExpansion(character)
            default: append(character)
            }
        }
        isCut = true
    }

    // MARK: Expansions

    /// Reads `$NAME`, `${NAME}` or a command substitution, which is not run: its value is given by hand.
    private mutating func readExpansion(_ sign: Character) {
        if sign == "`" || rest.first == "(" { return readSubstitution(sign) }
        let isBraced = rest.first == "{"
        if isBraced { rest.removeFirst() }
        // PowerShell: $env:NAME
        if rest.hasPrefix("env:") { rest = rest.dropFirst("env:".count) }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        rest = rest[name.endIndex...]
        if isBraced { readEndOfBraces(String(name)) }
        guard !name.isEmpty else { return append(sign) }
        variables.insert(String(name))
        append("{{\(name)}}")
    }

    /// Reads `:-value}`.
    private mutating func readEndOfBraces(_ name: String) {
        let end = rest.prefix { $0 != "}" }
        rest = rest[end.endIndex...].dropFirst()
        for mark in [":-", ":=", "-", "="] where end.hasPrefix(mark) {
            let value = end.dropFirst(mark.count).filter { $0 != "\"" && $0 != "'" }
            if !value.contains("$") { defaults[name] = String(value) }
            return
        }
    }

    private mutating func readSubstitution(_ sign: Character) {
        var depth = 0
        var inner = ""
        while let character = rest.popFirst() {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if sign == "`" ? character == "`" : depth == 0 { break }
            inner.append(character)
        }
        append("{{output_of_a_command}}")
        // Each level reads its text again.
        guard self.depth < 3, inner.contains(text: "curl") else { return }
        let words = ShellWords(sign == "`" ? inner : String(inner.dropFirst()), depth: self.depth + 1)
        for var found in words.all {
            found.isSubstitution = true
            all.append(found)
        }
        variables.formUnion(words.variables)
    }

    // MARK: Redirections

    private mutating func readRedirection(_ sign: Character) {
        if sign == "<", let name = placeholder() {
            rest = rest[name.endIndex...].dropFirst()
            return append("{{\(name)}}")
        }
        // In `2>file`, the number belongs to the redirection.
        if !isQuoted, let number = word, number.count <= 2, number.allSatisfy(\.isNumber) { word = nil }
        endWord()
        switch sign {
        case "<" where rest.hasPrefix("<<"):
            rest = rest.dropFirst(2)
            redirection = .text
        case "<" where rest.hasPrefix("<"):
            let stripsTabs = rest.hasPrefix("<-")
            rest = rest.dropFirst(stripsTabs ? 2 : 1)
            redirection = .document(stripsTabs: stripsTabs)
        case "<" where rest.hasPrefix("("), ">" where rest.hasPrefix("("): readSubstitution("$")
        default:
            if let next = rest.first, ">|&".contains(next) { rest.removeFirst() }
            redirection = .file
        }
        // `2>&1`, `>file` without a space.
        rest = rest.drop { $0 == " " || $0 == "\t" }
    }

    /// The name in `/users/<id>/x`, as documents write a placeholder. A redirection has no `>` right after its file.
    private func placeholder() -> Substring? {
        guard word != nil, !isQuoted else { return nil }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
        return !name.isEmpty && rest[name.endIndex...].first == ">" ? name : nil
    }

    /// Reads the texts after a line with `<<EOF`.
    private mutating func readDocuments() {
        for document in documents {
            var lines: [Substring] = []
            while !rest.isEmpty {
                let line = rest.prefix { !$0.isNewline }
                rest = rest[line.endIndex...].dropFirst()
                let text = document.stripsTabs ? line.drop { $0 == "\t" } : line
                if text == document.end { break }
                lines.append(text)
            }
            let text = lines.joined(separator: "\n")
            let input = document.isLiteral ? text : expanded(text)
            if let index = all.lastIndex(where: { $0.id == document.commandID && !$0.isSubstitution }) {
                all[index].input = input
            }
        }
        documents = []
    }

    /// A text in which the shell replaces variables.
    private mutating func expanded(_ text: String) -> String {
        guard text.contains("$") || text.contains("`") else { return text }
        let (outerRest, outerWord) = (rest, word)
        (rest, word) = (Substring(text), "")
        while let character = rest.popFirst() {
            switch character {
            case "$", "`": readExpansion(character)
            case "\\" where rest.first.map { "$`\\".contains($0) } ?? false: append(rest.removeFirst())
            default: append(character)
            }
        }
        defer { (rest, word) = (outerRest, outerWord) }
        return word ?? ""
    }

    // MARK: Prompts

    /// Skips `$ `, `> `, `user@host:~$ ` and the like before a command.
    private mutating func skipPrompt() {
        if rest.hasPrefix("$ ") {
            rest = rest.dropFirst(2)
            sawPrompt = true
        }
        let line = rest.prefix(100).prefix { !$0.isNewline }
        guard let curl = line.range(ofText: "curl") else { return }
        let start = line[..<curl.lowerBound].trimmed
        guard let sign = start.last, "$%>#❯➜»".contains(sign), !start.contains(where: { "\"'|;`".contains($0) }) else {
            return
        }
        let before = start.dropLast()
        let isPrompt =
            before.isEmpty && sign != "#" || before.hasPrefix("PS ") || before.contains("@")
            || before.contains(":\\") || before.contains("~")
        if isPrompt {
            rest = rest[curl.lowerBound...]
            sawPrompt = true
        }
    }

    private mutating func skipContinuationPrompt() {
        if sawPrompt, rest.hasPrefix("> ") { rest = rest.dropFirst(2) }
    }
}
