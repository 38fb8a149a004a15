import JSON
import JSONPath
import Testing

@Suite("string literals support the escapes of RFC 9535")
struct StringLiteralTests {
    @Test(
        "an escape stands for its character",
        arguments: [
            (#"'\b\f\n\r\t\/\\'"#, "\u{8}\u{C}\n\r\t/\\"), (#"'\''"#, "'"), (#""\"""#, "\""), (#"'"'"#, "\""),
            (#""'""#, "'"),
            (#"'\u0041'"#, "A"), (#"'\u00E9\u00e9'"#, "éé"), (#"'\uD834\uDD1E'"#, "\u{1D11E}"),
            (#""\ud83d\uDE00""#, "😀"),
            (#"'\u0000'"#, "\0"), (#"'\uFFFF'"#, "\u{FFFF}"), ("'\u{7F}'", "\u{7F}"), ("'é😀'", "é😀"),
            (#"'\\u0041'"#, #"\u0041"#),
            ("''", ""),
        ])
    func escapes(_ literal: String, _ name: String) throws {
        let document = JSONValue(dictionaryLiteral: (name, 7))
        #expect(try JSONPathQuery("$[\(literal)]").values(in: document) == [7])
        #expect(try JSONPathQuery("$[?@ == \(literal)]").values(in: [.string(name)]).count == 1)
    }

    @Test(
        "anything else is an error with its location",
        arguments: [
            (#"'\a'"#, 3..<5), (#"'\x41'"#, 3..<5), (#"'\"'"#, 3..<5), (#""\'""#, 3..<5), (#"'\U0041'"#, 3..<5),
            (#"'\u004'"#, 3..<8), (#"'\u 041'"#, 3..<5), (#"'\u00g1'"#, 3..<7), (#"'\uD800'"#, 3..<9),
            (#"'\uDC00'"#, 3..<9),
            (#"'\uD800x'"#, 3..<9), (#"'\uD800\n'"#, 3..<9), (#"'\uD800\u0041'"#, 3..<15), (#"'\uDC00\uD800'"#, 3..<9),
            (#"'\uD800\uD800'"#, 3..<15), (#"'\uD800\u12'"#, 9..<13), ("'\n'", 3..<4), ("'\u{1F}'", 3..<4),
            ("'\0'", 3..<4), (#"'\u{41}'"#, 3..<5),
        ])
    func errors(_ literal: String, _ range: Range<Int>) {
        let inName = #expect(throws: JSONPathError.self) { try JSONPathQuery("$[\(literal)]") }
        #expect(inName?.range == range)
        #expect(throws: JSONPathError.self) { try JSONPathQuery("$[?@.a == \(literal)]") }
    }
}
