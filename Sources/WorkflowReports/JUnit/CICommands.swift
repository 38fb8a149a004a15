/// CI systems act on some texts wherever they find them in a report or a log. A response must not give them orders.
enum CICommands {
    private static let commands = ["[[ATTACHMENT|", "##vso[", "##[", "##teamcity["]

    /// The text with a zero-width space within each such command.
    static func neutralize(_ text: String) -> String {
        // Most texts have none of the characters that a command needs: looking at the bytes is much cheaper.
        guard
            text.utf8.contains(where: { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: ":") })
        else { return text }
        // GitHub's `::error::` counts only at the start of a line.
        var result =
            text.contains("::") ? text.replacing(#/(?m)^(\s*):(?=:[A-Za-z])/#) { "\($0.output.1):\u{200B}" } : text
        for command in commands where result.contains(command) {
            let broken = String(command.prefix(1)) + "\u{200B}" + String(command.dropFirst())
            result = result.replacing(command, with: broken)
        }
        return result
    }
}
