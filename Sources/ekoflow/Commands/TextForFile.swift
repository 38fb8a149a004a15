import Source

/// What should be in a file, on the command line in place of the file: a curl command, or a collection.
struct TextForFile {
    private let firstWord: Substring

    /// Nil if the argument may be a path.
    init?(_ argument: String) {
        guard argument.contains(where: { $0.isWhitespace || "{\"'".contains($0) }) else { return nil }
        firstWord = argument.prefix { !$0.isWhitespace }
    }

    /// The text in the arguments of `ekoflow import`, if it is not even in quotes; nil if there is none.
    static func find(in words: ArraySlice<String>) -> TextForFile? {
        guard words.starts(with: ["import", "curl"]) else { return nil }
        let command = words.dropFirst(2).first { $0 == "curl" || $0.hasPrefix("curl ") }
        return command.flatMap { TextForFile($0 + " ") }
    }

    /// The rest of the text, and a first word that is no name of a command, may hold keys.
    var diagnostic: Diagnostic {
        let isCommand = firstWord == "curl" || firstWord.hasSuffix("/curl")
        return .error(
            .unreadableFile, "expected a file, found text that starts with \(isCommand ? "'curl'" : "another word")",
            at: nil,
            help: "put it into a file, or pipe it in: on a command line, other processes could read the keys")
    }
}
