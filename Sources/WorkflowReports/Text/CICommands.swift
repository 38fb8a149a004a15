import HTTP

/// CI systems execute some strings anywhere in a report or a log. A server's response must not give them commands.
enum CICommands {
    private static let anywhere = ["[[ATTACHMENT|", "##vso[", "##[", "##teamcity["].map { Array($0.utf8) }
    /// GitHub's `::error::` is a command only at the start of a line.
    private static let atLineStart = Array("::".utf8)
    /// Bytes that start no command.
    private static let harmless = ByteSet { !"#[:".utf8.contains($0) }
    private static let separator = Array("\u{200B}".utf8)

    /// Inserts a zero-width space into each command. Works on bytes, so a combining character cannot hide a command.
    static func neutralize(_ text: String) -> String {
        // Fast path: most strings have none of the bytes that start a command.
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
