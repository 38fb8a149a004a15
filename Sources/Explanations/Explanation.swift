import Source

/// The page of a diagnostic: what is wrong and what to do, with an example if possible.
package struct Explanation {
    package let id: Diagnostic.ID

    package init(id: Diagnostic.ID) {
        self.id = id
    }

    package static let all = Diagnostic.ID.allCases.map(Explanation.init)

    /// Markdown, without a title.
    package var text: String { String(decoding: id.page, as: UTF8.self) }

    /// The first sentence, for lists.
    package var summary: String {
        let words = text.split { $0 == "\n" || $0 == " " }
        let end = words.firstIndex { $0.hasSuffix(".") } ?? words.endIndex - 1
        return words[...end].joined(separator: " ")
    }

    /// For a terminal: each YAML block is indented below `wrong:` or `right:`.
    package var plainText: String {
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
