/// Text of somebody else in a shell script that is printed to a log.
package enum ShellText {
    /// One word of a POSIX shell, in quotes. Closing and opening the quotes breaks a CI command, and the shell ignores it.
    static func quoted(_ text: String) -> String {
        "'\(CICommands.neutralize(text.replacing("'", with: "'\\''"), with: "''"))'"
    }

    /// One word of a POSIX shell, in quotes only if it needs them.
    package static func word(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-_./:=,@%+…".utf8.contains(byte)
            }
        return isPlain ? text : quoted(text)
    }
}
