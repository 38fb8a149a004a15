import Explanations

extension GeneratedPage {
    static let diagnostics = GeneratedPage(
        "Diagnostics", "diagnostics", "Every error and warning, by the id in brackets in its message.",
        """
        `ekoflow explain ID` prints the same, with an example where one can be shown.

        \(Explanation.all.map { "## \($0.id.rawValue)\n\n\($0.prose)" }.joined(separator: "\n\n"))
        """)
}

extension Explanation {
    /// The text without its examples.
    fileprivate var prose: String {
        text.split(separator: "\n").prefix { !$0.hasPrefix("```") }.joined(separator: "\n")
    }
}
