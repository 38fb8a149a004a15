/// The command of a case in a page: a shell command in one line. Of the shell's syntax, only single quotes are supported.
struct CaseCommand: Sendable, Equatable {
    let variables: [String: String]
    let arguments: [String]

    static let standard = CaseCommand(variables: [:], arguments: ["run", "workflow.yml", "--env", "sandbox"])

    private init(variables: [String: String], arguments: [String]) {
        (self.variables, self.arguments) = (variables, arguments)
    }

    init(_ block: MarkdownBlock) throws(PageProblem) {
        let lines = block.text.split(separator: "\n")
        guard let line = lines.first, lines.count == 1 else { throw PageProblem(block.line, "a command is one line") }
        let words = try Self.words(line, at: block.line + 1)
        let before = words.prefix { $0 != "ekoflow" }
        if before.count == words.count { throw PageProblem(block.line + 1, "the command is not 'ekoflow'") }
        var variables: [String: String] = [:]
        for word in before {
            guard let sign = word.firstIndex(of: "=") else {
                throw PageProblem(block.line + 1, "'\(word)' is not NAME=VALUE")
            }
            variables[String(word[..<sign])] = String(word[word.index(after: sign)...])
        }
        self.init(variables: variables, arguments: Array(words.dropFirst(before.count + 1)))
    }

    private static func words(_ line: Substring, at number: Int) throws(PageProblem) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for character in line {
            if character == "'" {
                isQuoted.toggle()
                word = word ?? ""
            } else if isQuoted || isPlain(character) {
                word = (word ?? "") + String(character)
            } else if character == " " {
                if let word { words.append(word) }
                word = nil
            } else {
                throw PageProblem(number, "'\(character)' must stand in single quotes")
            }
        }
        if isQuoted { throw PageProblem(number, "a single quote is not closed") }
        if let word { words.append(word) }
        return words
    }

    /// Whether the character has no special meaning in any shell.
    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber) || "_@%+=:,./-".contains(character)
    }
}
