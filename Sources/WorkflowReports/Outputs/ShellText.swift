/// Text of somebody else in a shell script that is printed to a log.
enum ShellText {
    /// One word of a POSIX shell, in quotes. Closing and opening the quotes breaks a CI command, and the shell ignores it.
    static func quoted(_ text: String) -> String {
        "'\(CICommands.neutralize(text.replacing("'", with: "'\\''"), with: "''"))'"
    }
}
