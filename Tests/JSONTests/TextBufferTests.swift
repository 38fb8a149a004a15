import JSON
import Testing

@Suite("Texts grow piece by piece")
struct TextBufferTests {
    @Test("texts and bytes, also beyond the expected size")
    func growth() {
        var text = TextBuffer(capacity: 1)
        var expected = ""
        for index in 0..<100 {
            text.append("é\(index)")
            text.append(UInt8(ascii: ","))
            expected += "é\(index),"
        }
        var whole = TextBuffer()
        whole.append(text)
        whole.append(text)
        #expect(text.string == expected)
        #expect(whole.string == expected + expected)
    }

    @Test("whole numbers in digits", arguments: [0, 7, -7, 10, 1_234_567, Int.max, Int.min])
    func numbers(_ number: Int) {
        var text = TextBuffer()
        text.append("a")
        text.append(number)
        #expect(text.string == "a\(number)")
    }

    @Test("three digits", arguments: [(0, "000"), (7, "007"), (50, "050"), (999, "999")])
    func threeDigits(_ number: Int, _ expected: String) {
        var text = TextBuffer()
        text.append(threeDigits: number)
        #expect(text.string == expected)
    }

    @Test("what was written last can be taken back")
    func cut() {
        var text = TextBuffer()
        text.append("one two")
        text.cut(to: 3)
        text.append("!")
        #expect(text.string == "one!")
        text.removeAll()
        let isEmpty = text.isEmpty
        #expect(isEmpty)
    }

    @Test("every character that a JSON string escapes, at every place of a longer one")
    func escapes() throws {
        for value in UInt8(0)..<0x80 {
            for place in 0..<20 {
                let text =
                    String(repeating: "x", count: place) + String(Unicode.Scalar(value))
                    + String(repeating: "é", count: 5)
                let json = JSONValue.string(text).serialized
                #expect(try parseJSON(Array(json.utf8)) == .string(text))
                let isEscaped = value < 0x20 || value == UInt8(ascii: "\"") || value == UInt8(ascii: "\\")
                #expect(json.contains("\\") == isEscaped)
            }
        }
    }
}

@Suite("Eight bytes are looked at together")
struct ByteWordTests {
    @Test("each byte is found at each place, and nothing else")
    func places() {
        for value in UInt8.min...UInt8.max {
            for place in 0..<8 {
                for other in [UInt8(0), 0x1F, 0x7E, 0x80, 0xFF] where other != value {
                    var bytes = [UInt8](repeating: other, count: 8)
                    bytes[place] = value
                    let word = bytes.withUnsafeBufferPointer { ByteWord($0, at: 0) }
                    #expect(word.places(of: value) == 0x80 << UInt64(place * 8))
                    #expect(word.hasControl == bytes.contains { $0 < 0x20 })
                    #expect(word.hasDeleteOrOthers == bytes.contains { $0 >= 0x7F })
                }
            }
        }
    }
}
