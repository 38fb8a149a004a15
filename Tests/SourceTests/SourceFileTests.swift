import Source
import Testing

@Suite("Files are decoded to UTF-8")
struct SourceFileTests {
    @Test("a byte order mark is not part of the text")
    func byteOrderMark() {
        let (file, diagnostics) = SourceFile.decode(path: "f", bytes: [0xEF, 0xBB, 0xBF] + Array("a: 1".utf8))
        #expect(diagnostics.isEmpty)
        #expect(file.line(1) == "a: 1")
    }

    @Test("UTF-16 is recognized by its byte order mark, in both byte orders", arguments: [true, false])
    func utf16(_ isBigEndian: Bool) {
        let units = Array("\u{FEFF}a: 😀\nb".utf16)
        let bytes = units.flatMap { unit in
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return isBigEndian ? pair : pair.reversed()
        }
        let (file, diagnostics) = SourceFile.decode(path: "f", bytes: bytes)
        #expect(diagnostics.isEmpty)
        #expect(file.line(1) == "a: 😀")
    }

    @Test("half of a UTF-16 surrogate pair is an error")
    func brokenUTF16() {
        let (_, diagnostics) = SourceFile.decode(path: "f", bytes: [0xFE, 0xFF, 0xD8, 0x00])
        #expect(diagnostics.map(\.id.rawValue) == ["invalid_utf16"])
    }

    @Test("a byte that is not UTF-8 is reported with its offset, line and column")
    func invalidUTF8() throws {
        let (_, diagnostics) = SourceFile.decode(path: "f", bytes: Array("ab: 1\nc: ".utf8) + [0xFF] + Array("x".utf8))
        let diagnostic = try #require(diagnostics.first)
        #expect(diagnostic.message.contains("0xFF at offset 9"))
        #expect(diagnostic.range?.start == SourcePosition(line: 2, column: 4))
    }

    @Test("lines end at the same line breaks as in libyaml", arguments: ["\n", "\r", "\r\n", "\u{85}", "\u{2028}"])
    func lineBreaks(_ lineBreak: String) {
        let file = SourceFile(path: "f", text: "one\(lineBreak)two\(lineBreak)")
        #expect(file.line(1) == "one")
        #expect(file.line(2) == "two")
        #expect(file.line(9) == "")
    }
}
