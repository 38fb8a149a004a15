/// Splits a string into commands as a shell would. Nothing is ever run.
struct ShellWords {
    /// The words of each command. `$NAME` becomes `{{NAME}}`.
    private(set) var commands: [[String]] = []
    /// The names of the shell variables in use.
    private(set) var variables: Set<String> = []
    /// Whether a quote is not closed.
    private(set) var isCut = false

    private var rest: Substring
    private var words: [String] = []
    private var word: String?

    init(_ text: String) {
        rest = Substring(text)
        while let character = rest.popFirst() { read(character) }
        endCommand()
    }

    private mutating func read(_ character: Character) {
        switch character {
        case "\\":
            guard let next = rest.popFirst(), !next.isNewline else { return }
            append(next)
        case "'": append(quoted { $0.popFirst() })
        case "\"": readDoubleQuoted()
        case "$" where rest.first == "'":
            rest.removeFirst()
            append(quoted(Self.escaped))
        case "$", "`": readExpansion(character)
        case "#" where word == nil: rest = rest.drop { !$0.isNewline }
        case ";", "|", "&": endCommand()
        case _ where character.isNewline: endCommand()
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
        if let word { words.append(word) }
        word = nil
    }

    private mutating func endCommand() {
        endWord()
        if !words.isEmpty { commands.append(words) }
        words = []
    }

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

    /// Reads `$NAME`, `${NAME}` or a command substitution, which is not run: its value is given by hand.
    private mutating func readExpansion(_ sign: Character) {
        if sign == "`" || rest.first == "(" {
            var depth = 0
            while let character = rest.popFirst() {
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                if sign == "`" ? character == "`" : depth == 0 { break }
            }
            return append("{{output_of_a_command}}")
        }
        let isBraced = rest.first == "{"
        if isBraced { rest.removeFirst() }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        rest = rest[name.endIndex...]
        if isBraced { rest = rest.drop { $0 != "}" }.dropFirst() }
        guard !name.isEmpty else { return append(sign) }
        variables.insert(String(name))
        append("{{\(name)}}")
    }
}
