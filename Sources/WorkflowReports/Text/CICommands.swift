import HTTP

/// CI systems act on some texts wherever they find them in a report or a log. A response must not give them orders.
enum CICommands {
    private static let anywhere = ["[[ATTACHMENT|", "##vso[", "##[", "##teamcity["].map { Array($0.utf8) }
    /// GitHub's `::error::` counts only at the start of a line.
    private static let atLineStart = Array("::".utf8)
    /// What no command starts with.
    private static let harmless = ByteSet { !"#[:".utf8.contains($0) }
    private static let separator = Array("\u{200B}".utf8)

    /// The text with a zero-width space within each such command. Works on bytes: no character can hide one by joining it.
    static func neutralize(_ text: String) -> String {
        // Most texts have none of the characters that a command needs.
        if harmless.containsAll(of: text) { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var isLineStart = true
        for (index, byte) in bytes.enumerated() {
            result.append(byte)
            if !harmless.contains(byte) {
                let rest = bytes[index...]
                if isLineStart && rest.starts(with: atLineStart) || anywhere.contains(where: { rest.starts(with: $0) })
                {
                    result += separator
                }
            }
            isLineStart =
                byte == UInt8(ascii: "\n") || isLineStart && (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t"))
        }
        return result.count == bytes.count ? text : String(decoding: result, as: UTF8.self)
    }
}
