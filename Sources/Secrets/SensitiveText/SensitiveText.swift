/// Finds what is secret by its place in a text, whatever its value: the value of a field whose name says so, a JSON Web Token, the
/// password of a URL, and digits beside the word OTP.
package struct SensitiveText {
    /// Escapes are resolved this often: a JSON string within a JSON string is read as JSON too.
    private static let maximumDepth = 3

    /// False only if a text certainly has nothing that `ranges` finds: a fast check.
    package static func mayBe(in text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable(mayBe) ?? true
    }

    static func mayBe(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count >= 5 else { return false }
        return marks.withUnsafeBufferPointer { marks in
            var last: UInt32 = 0
            for byte in text {
                last = last << 8 & 0xFF_FFFF | UInt32(byte | 0x20)
                // A URL with a password has an at sign.
                if marks[place(of: last)] || byte == UInt8(ascii: "@") { return true }
            }
            return false
        }
    }

    /// Which three letters, in lower case and by their hash, are in the words of secret names or start a token.
    static let marks: [Bool] = {
        var marks = SecretWords.marks
        marks[place(of: "eyj".utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) })] = true
        return marks
    }()

    @inline(__always)
    static func place(of letters: UInt32) -> Int { Int((letters &* 0x9E37_79B1) >> 20) }

    /// In order, without overlaps; in bytes.
    package static func ranges(in text: [UInt8]) -> [Range<Int>] {
        var (found, hasEscapes) = SensitiveScan(text).ranges()
        guard hasEscapes else { return found }
        var reading = Reading(text).unescaped()
        for _ in 1...maximumDepth {
            guard let current = reading else { break }
            found += SensitiveScan(current.bytes).ranges().ranges.map { range in
                Int(current.starts[range.lowerBound])..<Int(current.ends[range.upperBound - 1])
            }
            reading = current.unescaped()
        }
        return ReadingSearch.merged(found)
    }

    /// Calls `body` with the bytes of a text, and of its further readings, until it returns false. It returns whether there may be a
    /// further reading.
    static func forEachReading(of text: [UInt8], _ body: ([UInt8]) -> Bool) {
        guard body(text) else { return }
        var reading = Reading(text, hasPlaces: false).unescaped()
        for _ in 1...maximumDepth {
            guard let current = reading, body(current.bytes) else { return }
            reading = current.unescaped()
        }
    }
}
