import Expressions

/// A page that is made of the program's own tables.
struct GeneratedPage {
    let file: String
    let text: String
}

extension GeneratedPage {
    /// The pages of the reference, in Markdown.
    static let reference = [
        workflow, environment, expectations, expressions, operations, commands, diagnostics, sandbox,
    ]

    /// A page of the reference; `summary` says what is on it.
    init(_ name: String, _ title: String, _ summary: String, _ body: String) {
        file = "Reference\(name).md"
        text = """
            # Reference: \(title)

            \(summary)

            <!-- The program writes this page: change its tables, and run `make reference`. -->

            \(body)

            """
    }
}

/// A table in Markdown. Empty if it has no rows.
func markdownTable(_ head: [String], _ rows: [[String]]) -> String {
    rows.isEmpty
        ? ""
        : ([head, head.map { _ in "---" }] + rows).map { row in
            "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }.joined(separator: "\n")
}
