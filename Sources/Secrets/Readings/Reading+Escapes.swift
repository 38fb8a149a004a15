extension Reading {
    /// The text with its escapes resolved once: of JSON and of programming languages (`\"`, `\/`, `\u003d`, `\x3d`, `\075`), of HTML (named
    /// and numeric), and percent-encoding. Nil if it has none.
    func unescaped() -> Reading? {
        guard bytes.contains(where: Self.startsEscape) else { return nil }
        var result = Reading(of: self, capacity: count)
        var index = 0
        var isChanged = false
        while index < count {
            guard let (value, length) = escape(at: index) else {
                result.append(bytes[index], of: self, index..<(index + 1))
                index += 1
                continue
            }
            switch value {
            case .byte(let byte): result.append(byte, of: self, index..<(index + length))
            case .scalar(let scalar): result.append(scalar, of: self, index..<(index + length))
            }
            isChanged = true
            index += length
        }
        return isChanged ? result : nil
    }

    static func startsEscape(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "%")
            || byte == UInt8(ascii: "=")
    }

    private enum Value {
        case byte(UInt8)
        case scalar(Unicode.Scalar)
    }

    /// The escape at a place, and how many bytes it takes.
    private func escape(at index: Int) -> (Value, Int)? {
        switch bytes[index] {
        case UInt8(ascii: "\\"): backslashEscape(at: index)
        case UInt8(ascii: "%"): percentEscape(at: index)
        case UInt8(ascii: "&"): entity(at: index)
        // An equals sign in quoted-printable text (RFC 2045, section 6.7).
        case UInt8(ascii: "=") where digits(at: index + 1, count: 2) == 0x3D: (.byte(UInt8(ascii: "=")), 3)
        default: nil
        }
    }

    private func backslashEscape(at index: Int) -> (Value, Int)? {
        guard index + 1 < count else { return nil }
        switch bytes[index + 1] {
        case UInt8(ascii: "u"):
            if let value = digits(at: index + 2, count: 4) { return (.scalar(Unicode.Scalar(value) ?? "\u{FFFD}"), 6) }
            return bracedEscape(at: index)
        case UInt8(ascii: "x"):
            return digits(at: index + 2, count: 2).map { (.byte(UInt8(truncatingIfNeeded: $0)), 4) }
        case UInt8(ascii: "0")...UInt8(ascii: "3"): return octalEscape(at: index)
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"):
            return (.byte(UInt8(ascii: "\n")), 2)
        case let byte where !ByteTraits.isLetterOrDigit(byte) && byte < 0x80: return (.byte(byte), 2)
        default: return nil
        }
    }

    /// `\075`
    private func octalEscape(at index: Int) -> (Value, Int)? {
        guard index + 3 < count else { return nil }
        let digits = bytes[(index + 1)...(index + 3)]
        guard digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "7") ~= $0 }) else { return nil }
        return (.byte(digits.reduce(0) { $0 << 3 | $1 & 7 }), 4)
    }

    /// `\u{3d}`
    private func bracedEscape(at index: Int) -> (Value, Int)? {
        guard index + 2 < count, bytes[index + 2] == UInt8(ascii: "{") else { return nil }
        let (value, end) = number(at: index + 3, base: 16)
        guard let value, end < count, bytes[end] == UInt8(ascii: "}") else { return nil }
        return (.scalar(Unicode.Scalar(value) ?? "\u{FFFD}"), end + 1 - index)
    }

    /// `%3D`, and `%u003D` of old browsers.
    private func percentEscape(at index: Int) -> (Value, Int)? {
        if let value = digits(at: index + 1, count: 2) { return (.byte(UInt8(truncatingIfNeeded: value)), 3) }
        guard index + 1 < count, bytes[index + 1] | 0x20 == UInt8(ascii: "u"),
            let value = digits(at: index + 2, count: 4)
        else { return nil }
        return (.scalar(Unicode.Scalar(value) ?? "\u{FFFD}"), 6)
    }

    /// `&#61;`, `&#x3D;` and `&equals;`, also without the semicolon.
    private func entity(at index: Int) -> (Value, Int)? {
        guard index + 1 < count else { return nil }
        guard bytes[index + 1] == UInt8(ascii: "#") else { return namedEntity(at: index) }
        let isHexadecimal = index + 2 < count && bytes[index + 2] | 0x20 == UInt8(ascii: "x")
        let (value, end) = number(at: index + (isHexadecimal ? 3 : 2), base: isHexadecimal ? 16 : 10)
        guard let value else { return nil }
        return (.scalar(Unicode.Scalar(value) ?? "\u{FFFD}"), afterSemicolon(end) - index)
    }

    private func namedEntity(at index: Int) -> (Value, Int)? {
        var end = index + 1
        while end < count, end < index + 1 + NamedEntities.maximumLength, ByteTraits.isLetterOrDigit(bytes[end]) {
            end += 1
        }
        let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
        return NamedEntities.character(name).map { (.byte($0), afterSemicolon(end) - index) }
    }

    private func afterSemicolon(_ index: Int) -> Int {
        index < count && bytes[index] == UInt8(ascii: ";") ? index + 1 : index
    }

    /// The value of exactly `digitCount` hexadecimal digits.
    private func digits(at index: Int, count digitCount: Int) -> UInt32? {
        guard index + digitCount <= count else { return nil }
        var value: UInt32 = 0
        for place in index..<(index + digitCount) {
            guard let digit = ByteTraits.hexadecimalDigit(bytes[place]) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// The value of at most 8 digits, and where they end.
    private func number(at index: Int, base: UInt32) -> (UInt32?, Int) {
        var value: UInt32 = 0
        var end = index
        while end < count, end < index + 8, let digit = ByteTraits.hexadecimalDigit(bytes[end]), digit < base {
            value = value &* base &+ UInt32(digit)
            end += 1
        }
        return (end > index ? value : nil, end)
    }
}
