import YAMLSource

extension DecodingContext {
    /// Reads a program and its arguments. There is no shell that would split a text, or act on what is in it.
    mutating func command(_ entry: YAMLEntry) -> Located<[String]>? {
        guard entry.value.sequence != nil else {
            report(
                .wrongKind(
                    entry.value, key: entry.key, expected: "a list of a program and its arguments",
                    suggestion: "such as [pass, show, eko/staging]; no shell splits a text"))
            return nil
        }
        let words = texts(entry, of: "a program and its arguments")
        guard let program = words.first, words.count == entry.value.sequence?.count else { return nil }
        guard !program.value.isEmpty, !words.contains(where: { $0.value.utf8.contains(0) }) else {
            report(.emptyProgram(at: program.range))
            return nil
        }
        return Located(words.map(\.value), at: entry.value.range)
    }
}

extension Diagnostic {
    fileprivate static func emptyProgram(at range: SourceRange) -> Diagnostic {
        .error("empty_program", "the name of the program is empty", at: range)
    }
}
