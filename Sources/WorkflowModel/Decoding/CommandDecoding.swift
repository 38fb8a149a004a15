import Source
import YAML

extension DecodingContext {
    /// Reads a program and its arguments. There is no shell, so nothing is split or expanded.
    mutating func command(_ entry: YAMLEntry) -> Located<[String]>? {
        let example = "for example [pass, show, eko/staging]; no shell splits a string"
        guard let list = entry.value.sequence else {
            return reject(.wrongKind(entry, expected: "a list of a program and its arguments", help: example))
        }
        guard !list.isEmpty else {
            return reject(.emptyProgram, "the list names no program", at: entry.value.range, help: example)
        }
        let words = texts(entry, of: "a program and its arguments")
        guard let program = words.first, words.count == list.count else { return nil }
        guard !program.value.isEmpty else {
            return reject(.emptyProgram, "the name of the program is empty", at: program.range)
        }
        if let word = words.first(where: { $0.value.utf8.contains(0) }) {
            return reject(.emptyProgram, "a NUL character would end the text that the program gets", at: word.range)
        }
        return Located(words.map(\.value), at: entry.value.range)
    }
}
