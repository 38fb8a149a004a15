/// The long form of a diagnostic: why it is one, and what to do, with an example where one can be shown.
struct Explanation {
    /// The id in the brackets of the message, such as `unknown_key`.
    let id: String
    /// Markdown, without a title.
    let text: String

    /// All of them, sorted by id.
    static var all: [Explanation] {
        let page = String(decoding: PackageResources.explanations_md, as: UTF8.self)
        var found: [Explanation] = []
        var id: String?
        var lines: [Substring] = []
        func close() {
            guard let id else { return }
            let text = lines.drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed()
            found.append(Explanation(id: id, text: text.joined(separator: "\n") + "\n"))
        }
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("## ") else {
                lines.append(line)
                continue
            }
            close()
            id = String(line.dropFirst(3))
            lines = []
        }
        close()
        return found
    }

    /// The first sentence, for lists.
    var summary: String {
        let words = text.split { $0 == "\n" || $0 == " " }
        let end = words.firstIndex { $0.hasSuffix(".") } ?? words.endIndex - 1
        return words[...end].joined(separator: " ")
    }

    /// As a terminal shows it: each block of YAML below the word that says what it is, and indented.
    var plainText: String {
        text.split(separator: "\n", omittingEmptySubsequences: false).reduce(into: (lines: [String](), isCode: false)) {
            state, line in
            if line.hasPrefix("```") {
                if !state.isCode { state.lines.append(line.contains("wrong") ? "wrong:" : "right:") }
                state.isCode.toggle()
            } else {
                state.lines.append(state.isCode ? "  \(line)" : String(line))
            }
        }.lines.joined(separator: "\n")
    }
}
