/// Text of somebody else in GitHub's Markdown.
enum MarkdownText {
    /// In an HTML element, on one line: Markdown has no meaning there.
    static func insideHTML(_ text: String) -> String {
        LogText.line(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// An indented block: neither Markdown nor HTML has a meaning there.
    static func block(_ text: String) -> String {
        LogText.lines(text).split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
    }
}
