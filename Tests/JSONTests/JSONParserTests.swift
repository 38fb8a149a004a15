import JSON
import Testing

@Suite("JSON is parsed strictly")
struct JSONParserTests {
    @Test(
        "JSON that RFC 8259 allows is parsed, and written back unchanged",
        arguments: [
            "null", "true", "false", "0", "-0", "1.10", "1e5", "-1.5E-10", "12345678901234567890", "\"\"",
            "\"a\\\"b\\\\c\"",
            "[]", "[1,[2,[]]]", "{}", "{\"b\":1,\"a\":{\"c\":null}}", "\"नमस्ते\"", "\"😀\"",
        ])
    func roundTrip(_ text: String) throws {
        #expect(try parseJSON(Array(text.utf8)).serialized == text)
    }

    @Test(
        "escapes become the characters that they stand for",
        arguments: [
            (#""\u0041\n\t\/""#, "A\n\t/"), (#""\ud83d\ude00""#, "😀"), (#""\u0000""#, "\0"),
            (#""a\b\f\r""#, "a\u{8}\u{C}\r"),
        ])
    func escapes(_ text: String, _ value: String) throws {
        #expect(try parseJSON(Array(text.utf8)) == .string(value))
    }

    @Test(
        "JSON that RFC 8259 forbids is an error with its offset",
        arguments: [
            ("", 0), (" ", 1), ("[1,]", 3), ("{\"a\":1,}", 7), ("{a:1}", 1), ("01", 0), ("1.", 2), (".5", 0), ("+1", 0),
            ("1e", 2),
            ("nul", 0), ("\"abc", 0), ("\"\\x\"", 1), ("\"\\ud800\"", 1), ("\"\u{1}\"", 1), ("[1 2]", 3), ("1 2", 2),
            ("[", 1),
            ("'a'", 0), ("NaN", 0), ("{\"a\" 1}", 5), ("\u{FEFF}1", 0), ("-", 1), ("\"\\u12\"", 5),
        ])
    func errors(_ text: String, _ offset: Int) {
        let error = #expect(throws: JSONParseError.self) { try parseJSON(Array(text.utf8)) }
        #expect(error?.offset == offset)
    }

    @Test("bytes that are not UTF-8 are an error")
    func invalidUTF8() {
        #expect(throws: JSONParseError.self) { try parseJSON([0x22, 0xFF, 0x22]) }
    }

    @Test("nesting has a limit, and a million brackets do not overflow the stack")
    func depth() throws {
        let deep = Array(repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: JSONParseError.self) { try parseJSON(deep) }
        let fits = Array(repeating: UInt8(ascii: "["), count: 512) + Array(repeating: UInt8(ascii: "]"), count: 512)
        _ = try parseJSON(fits)
    }

    @Test("if a name is repeated, the last value counts")
    func duplicateNames() throws {
        guard case .object(let object) = try parseJSON(Array("{\"a\":1,\"a\":2}".utf8)) else {
            Issue.record("not an object")
            return
        }
        #expect(object["a"] == 2)
    }
}
