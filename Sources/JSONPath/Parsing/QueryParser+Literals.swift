import JSON

extension QueryParser {
    /// A string in either kind of quotes.
    mutating func parseStringLiteral() throws(JSONPathError) -> String {
        let start = index
        let quote = scalars[start]
        index += 1
        var value = ""
        while let scalar = peek() {
            if scalar == quote {
                index += 1
                return value
            }
            if scalar == "\\" {
                value.unicodeScalars.append(try parseEscape(in: quote))
                continue
            }
            guard scalar.value >= 0x20 else { throw controlCharacter(scalar) }
            value.unicodeScalars.append(scalar)
            index += 1
        }
        throw error("the closing \(quote) is missing", start..<index)
    }

    private func controlCharacter(_ scalar: Unicode.Scalar) -> JSONPathError {
        let escape =
            switch scalar {
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            default: (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
            }
        return error("a control character must be escaped in a string", nextRange, help: "write \(escape)")
    }

    private mutating func parseEscape(in quote: Unicode.Scalar) throws(JSONPathError) -> Unicode.Scalar {
        let start = index
        index += 1
        guard let scalar = peek() else { throw error("the closing \(quote) is missing", start..<index) }
        index += 1
        switch scalar {
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "/", "\\", quote: return scalar
        case "u": return try parseUnicodeEscape(from: start)
        case "'", "\"":
            throw error(
                "the other kind of quote is not escaped", start..<index, help: "write \(scalar)")
        default:
            throw error(
                "unknown escape '\\\(scalar)'", start..<index, help: "write \\\\ for a backslash")
        }
    }

    private mutating func parseUnicodeEscape(from start: Int) throws(JSONPathError) -> Unicode.Scalar {
        let high = try parseFourDigits(from: start)
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xDC00, take("\\u") else { throw error("half of a surrogate pair", start..<index) }
        let low = try parseFourDigits(from: index - 2)
        guard 0xDC00...0xDFFF ~= low, let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw error("half of a surrogate pair", start..<index) }
        return scalar
    }

    private mutating func parseFourDigits(from start: Int) throws(JSONPathError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let scalar = peek(), scalar.isASCII, let digit = Character(scalar).hexDigitValue else {
                throw error("four hexadecimal digits must follow '\\u'", start..<index)
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    mutating func parseNumberLiteral() throws(JSONPathError) -> JSONNumber {
        let start = index
        _ = take("-")
        let digits = index
        skip { $0.isDigit }
        guard index > digits else { throw error("a digit is missing after '-'", start..<index) }
        if scalars[digits] == "0", index > digits + 1 {
            throw error("a number has no leading zeros", start..<index)
        }
        if take(".") { try parseDigits(after: "'.'", from: start) }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try parseDigits(after: "the 'e' of a number", from: start)
        }
        guard let number = JSONNumber(text(start..<index)) else { throw error("not a number", start..<index) }
        return number
    }

    private mutating func parseDigits(after place: String, from start: Int) throws(JSONPathError) {
        let digits = index
        skip { $0.isDigit }
        guard index > digits else { throw error("a digit is missing after \(place)", start..<index) }
    }
}
