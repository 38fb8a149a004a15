/// Why a text is not JSON, and where.
package struct JSONParseError: Error, Sendable, Equatable {
    /// What is wrong; in messages it follows "not JSON: ".
    package let problem: String
    /// The byte offset of the problem, from 0.
    package let offset: Int
}

/// Parses JSON strictly by RFC 8259.
package func parseJSON(_ bytes: [UInt8], maximumDepth: Int = 512) throws(JSONParseError) -> JSONValue {
    var parser = JSONParser(bytes: bytes, maximumDepth: maximumDepth)
    return try parser.parseDocument()
}

private struct JSONParser {
    let bytes: [UInt8]
    let maximumDepth: Int
    var index = 0

    init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func parseDocument() throws(JSONParseError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw error("the document starts with a byte order mark", at: 0)
        }
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch let problem {
            throw error("the document is not valid UTF-8", at: problem.byteOffsets.lowerBound)
        }
        skipSpace()
        guard index < bytes.count else { throw error("the document is empty") }
        let value = try parseValue(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw error("more text follows the end of the value") }
        return value
    }

    private mutating func parseValue(depth: Int) throws(JSONParseError) -> JSONValue {
        guard depth <= maximumDepth else { throw error("more than \(maximumDepth) levels of nesting") }
        guard let byte = peek() else { throw error("the document ends where a value is expected") }
        switch byte {
        case UInt8(ascii: "{"): return try parseObject(depth: depth)
        case UInt8(ascii: "["): return try parseArray(depth: depth)
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try parseNumber())
        default: throw error("expected a value, found \(name(of: byte))")
        }
    }

    private mutating func parseObject(depth: Int) throws(JSONParseError) -> JSONValue {
        index += 1
        var object = JSONObject()
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(object) }
        while true {
            skipSpace()
            guard peek() == UInt8(ascii: "\"") else { throw unexpected(expected: "a property name in double quotes") }
            let name = try parseString()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected(expected: "':' after the property name") }
            skipSpace()
            object.append(name, try parseValue(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "}")) { return .object(object) }
            throw unexpected(expected: "',' or '}'")
        }
    }

    private mutating func parseArray(depth: Int) throws(JSONParseError) -> JSONValue {
        index += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            skipSpace()
            elements.append(try parseValue(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "]")) { return .array(elements) }
            throw unexpected(expected: "',' or ']'")
        }
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard index + offset < bytes.count, bytes[index + offset] == word.utf8Start[offset] else {
                throw error("expected '\(word)'")
            }
        }
        index += word.utf8CodeUnitCount
        return value
    }

    private mutating func parseNumber() throws(JSONParseError) -> JSONNumber {
        let start = index
        _ = take(UInt8(ascii: "-"))
        if take(UInt8(ascii: "0")) {
            if let byte = peek(), isDigit(byte) {
                throw error("a number cannot start with 0 and further digits", at: start)
            }
        } else if skipDigits() == 0 {
            throw unexpected(expected: "a digit")
        }
        if take(UInt8(ascii: ".")), skipDigits() == 0 { throw unexpected(expected: "a digit after '.'") }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            if skipDigits() == 0 { throw unexpected(expected: "a digit in the exponent") }
        }
        return JSONNumber(checked: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func parseString() throws(JSONParseError) -> String {
        let opening = index
        index += 1
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                defer { index += 1 }
                return text(start..<index)
            case UInt8(ascii: "\\"): return try parseEscapedString(opening: opening, from: start)
            case 0..<0x20: throw error("a control character in a string must be escaped")
            default: index += 1
            }
        }
        throw error("a string without its closing quote", at: opening)
    }

    /// A string that has escapes: `index` is at the first backslash.
    private mutating func parseEscapedString(opening: Int, from start: Int) throws(JSONParseError) -> String {
        var result = text(start..<index)
        var runStart = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                result += text(runStart..<index)
                index += 1
                return result
            case UInt8(ascii: "\\"):
                result += text(runStart..<index)
                result.unicodeScalars.append(try parseEscape())
                runStart = index
            case 0..<0x20: throw error("a control character in a string must be escaped")
            default: index += 1
            }
        }
        throw error("a string without its closing quote", at: opening)
    }

    private mutating func parseEscape() throws(JSONParseError) -> Unicode.Scalar {
        let start = index
        index += 1
        guard let byte = peek() else { throw error("the document ends inside a string") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try parseUnicodeEscape(at: start)
        default: throw error("unknown escape '\\\(Unicode.Scalar(byte))'", at: start)
        }
    }

    private mutating func parseUnicodeEscape(at start: Int) throws(JSONParseError) -> Unicode.Scalar {
        let high = try parseFourHexadecimalDigits()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw error("half of a surrogate pair", at: start)
        }
        let low = try parseFourHexadecimalDigits()
        guard 0xDC00...0xDFFF ~= low else { throw error("half of a surrogate pair", at: start) }
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func parseFourHexadecimalDigits() throws(JSONParseError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw unexpected(expected: "four hexadecimal digits after '\\u'")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    /// Strings end at ASCII characters, so that a part of valid UTF-8 is valid too.
    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func skipDigits() -> Int {
        let start = index
        while let byte = peek(), isDigit(byte) { index += 1 }
        return index - start
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9")
    }

    private func peek() -> UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        index += 1
        return true
    }

    private func name(of byte: UInt8) -> String {
        0x21...0x7E ~= byte ? "'\(Unicode.Scalar(byte))'" : "byte 0x\(String(byte, radix: 16, uppercase: true))"
    }

    private func unexpected(expected: String) -> JSONParseError {
        error("expected \(expected), found \(peek().map(name) ?? "the end of the text")")
    }

    private func error(_ problem: String, at offset: Int? = nil) -> JSONParseError {
        JSONParseError(problem: problem, offset: offset ?? index)
    }
}
