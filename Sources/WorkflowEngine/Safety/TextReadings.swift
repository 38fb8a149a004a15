/// What servers may read in a text: the text itself, and what decoders of JSON, XML, HTML and forms make of it, also if it is not well
/// formed, for a careless server may not mind.
enum TextReadings {
    /// The text first; the others only if they differ from it.
    static func all(of text: String) -> [String] {
        // Fast path: most texts have nothing to decode.
        guard text.utf8.contains(where: isMark) else { return [text] }
        var readings = [text]
        var decoded = text
        // One in the other: JSON in a field of a form, XML in a string of JSON.
        for decode in [withoutPercentEncoding, withoutJSONEscapes, withoutReferences, withoutJSONEscapes] {
            for reading in [decode(text), decode(decoded)] where !readings.contains(reading) {
                readings.append(reading)
            }
            decoded = decode(decoded)
        }
        return readings
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "%")
    }

    private static func withoutPercentEncoding(_ text: String) -> String { text.withoutPercentEncoding }

    /// With the characters that `\u0039` and `\"` stand for (RFC 8259, section 7).
    private static func withoutJSONEscapes(_ text: String) -> String {
        replaced(in: text, from: "\\") { rest in
            guard let kind = rest.first else { return nil }
            if let space = spaces[kind] { return (space, 1) }
            guard kind == "u" || kind == "U" else { return (String(kind), 1) }
            let digits = rest.dropFirst().prefix(4)
            guard digits.count == 4, let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else {
                return nil
            }
            return (String(scalar), 5)
        }
    }

    private static let spaces: [Character: String] = ["t": "\t", "n": "\n", "r": "\r", "b": " ", "f": " "]

    /// With the characters that `&#57;` and `&#x39;` stand for.
    private static func withoutReferences(_ text: String) -> String {
        replaced(in: text, from: "&") { rest in
            guard rest.first == "#" else { return nil }
            let isHexadecimal = "xX".contains(rest.dropFirst().first ?? "#")
            let start = isHexadecimal ? 2 : 1
            let digits = rest.dropFirst(start).prefix { isHexadecimal ? $0.isHexDigit : $0.isNumber }
            guard let scalar = UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init) else {
                return nil
            }
            let length = start + digits.count
            return (String(scalar), length + (rest.dropFirst(length).first == ";" ? 1 : 0))
        }
    }

    /// In characters, with zeros before the number. A limit keeps the work linear.
    private static let longestCode = 32

    /// `decode` gets what follows a mark, and returns what stands there and how many characters it takes; nil to leave the mark.
    private static func replaced(
        in text: String, from mark: Character, _ decode: (Substring) -> (text: String, length: Int)?
    ) -> String {
        var result = ""
        var rest = text[...]
        while let index = rest.firstIndex(of: mark) {
            result += rest[..<index]
            rest = rest[index...].dropFirst()
            guard let (decoded, length) = decode(rest.prefix(longestCode)) else {
                result.append(mark)
                continue
            }
            result += decoded
            rest = rest.dropFirst(length)
        }
        return result + rest
    }
}
