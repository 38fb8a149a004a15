/// Text of somebody else in a command for GitHub's runner, which is a line of a log.
/// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
enum GitHubText {
    /// After the command's second `::`. It may have several lines.
    static func data(_ text: String) -> String { escaped(LogText.lines(text)) }

    /// The value of a property, for example `title`.
    static func property(_ text: String) -> String {
        escaped(LogText.line(text)).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\n", with: "%0A")
    }
}
