/// The search for secret places in one reading of a text.
struct SensitiveScan {
    let text: [UInt8]
    private var found: [Range<Int>] = []

    init(_ text: [UInt8]) {
        self.text = text
    }

    /// The places in order; ends after `maximum`. `hasEscapes` is whether the text has a character that starts an escape.
    consuming func ranges(maximum: Int = .max) -> (ranges: [Range<Int>], hasEscapes: Bool) {
        let marks = Self.marks
        var hasEscapes = false
        var index = 0
        var wordStart = 0
        /// The last three letters of the current word.
        var last: UInt32 = 0
        while index < text.count, found.count < maximum {
            let byte = text[index]
            if Self.isOfWord(byte) {
                last = last << 8 & 0xFF_FFFF | UInt32(byte | 0x20)
                if marks[SensitiveText.place(of: last)] {
                    let end = takeWord(at: wordStart)
                    hasEscapes = hasEscapes || text[index..<end].contains(where: Reading.startsEscape)
                    (index, wordStart, last) = (end, end, 0)
                } else {
                    index += 1
                }
            } else {
                if byte == UInt8(ascii: ":"), matches("://", at: index) { takeURL(at: index + 3) }
                hasEscapes = hasEscapes || Reading.startsEscape(byte)
                index += 1
                (wordStart, last) = (index, 0)
            }
        }
        return (found, hasEscapes)
    }

    /// With the start of `invalid_params`.
    private static let marks: [Bool] = {
        var marks = SensitiveText.marks
        marks[SensitiveText.place(of: "inv".utf8.reduce(0) { $0 << 8 | UInt32($1) })] = true
        return marks
    }()

    // MARK: - Words

    /// Of a name, a number or a token.
    static func isOfWord(_ byte: UInt8) -> Bool {
        ByteTraits.isLetterOrDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    /// Takes the word at `index`. Returns where to go on.
    private mutating func takeWord(at index: Int) -> Int {
        var end = index
        while end < text.count, Self.isOfWord(text[end]) { end += 1 }
        if let token = token(in: index..<end) {
            found.append(token)
            return token.upperBound
        }
        let word = text[index..<end]
        if word.elementsEqual("invalid_params".utf8) || word.elementsEqual("invalid_parameters".utf8),
            let value = valueStart(afterName: end)
        {
            // The API explains there what is wrong with each parameter.
            return value < text.count && text[value] == UInt8(ascii: "{") ? objectEnd(from: value) : value
        }
        if word.withUnsafeBufferPointer(SecretWords.areIn), let value = valueStart(afterName: end) {
            return takeValue(at: value, max(end, value))
        }
        if let digits = OTPProse.digits(in: text, of: index..<end) { add(digits) }
        if OTPProse.isWord(word) { found += OTPProse.ranges(in: text, around: index..<end) }
        return end
    }

    /// A JSON Web Token (RFC 7519) that starts in a word, whole or cut off: base64url of an object, with up to two more parts after
    /// dots.
    private func token(in word: Range<Int>) -> Range<Int>? {
        guard word.count >= 12,
            let start = (word.lowerBound...(word.upperBound - 12)).first(where: { matches("eyJ", at: $0) })
        else { return nil }
        let wordEnd = word.upperBound
        var end = wordEnd
        for _ in 0..<2 {
            guard end + 1 < text.count, text[end] == UInt8(ascii: "."), Self.isOfWord(text[end + 1]) else { break }
            end += 1
            while end < text.count, Self.isOfWord(text[end]) { end += 1 }
        }
        return end > wordEnd || wordEnd - start >= 20 ? start..<end : nil
    }

    private func matches(_ literal: StaticString, at index: Int) -> Bool {
        literal.withUTF8Buffer { text[index...].starts(with: $0) }
    }

    // MARK: - Values of names

    /// Where the value starts after a name and its quote, colon or equals sign; nil if the word is no name.
    private func valueStart(afterName end: Int) -> Int? {
        var index = end
        let quotes = skip(&index) { Self.isQuote($0) || $0 == UInt8(ascii: "\\") }
        skip(&index) { $0 == UInt8(ascii: " ") }
        guard index < text.count else { return nil }
        switch text[index] {
        case UInt8(ascii: ":") where quotes > 0: index += 1
        case UInt8(ascii: "=") where quotes > 0 || index == end: index += 1
        default: return nil
        }
        skip(&index) {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\t")
                || $0 == UInt8(ascii: ">")
        }
        return index
    }

    @discardableResult
    private func skip(_ index: inout Int, while isSkipped: (UInt8) -> Bool) -> Int {
        let start = index
        while index < text.count, isSkipped(text[index]) { index += 1 }
        return index - start
    }

    static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    /// Takes a string, a number, or all of them in a list or an object. Returns where to go on.
    private mutating func takeValue(at start: Int, _ fallback: Int) -> Int {
        var index = start
        var depth = 0
        repeat {
            guard index < text.count else { return index }
            switch text[index] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                index += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
                UInt8(ascii: "\t"):
                if depth == 0 { return max(fallback, index) }
                index += 1
            default: index = takeScalar(at: index, isWithin: depth > 0)
            }
        } while depth > 0
        return max(fallback, index)
    }

    private mutating func takeScalar(at start: Int, isWithin: Bool) -> Int {
        var value = start
        let backslashes = skip(&value) { $0 == UInt8(ascii: "\\") }
        guard value < text.count, Self.isQuote(text[value]) else {
            var end = start
            skip(&end) { ByteTraits.table[Int($0)] & ByteTraits.endsScalar == 0 }
            if !["true", "false", "null"].contains(String(decoding: text[start..<end], as: UTF8.self)) {
                add(start..<end)
            }
            return max(end, start + 1)
        }
        let quote = text[value]
        value += 1
        var end = value
        // The quote that closes it has as many backslashes before it.
        while end < text.count {
            if text[end] == quote, backslashesBefore(end, from: value) == backslashes { break }
            end += 1
        }
        let content = value..<max(value, min(end, text.count) - (end < text.count ? backslashes : 0))
        let next = min(end + 1, text.count)
        if isWithin, next < text.count, text[next] == UInt8(ascii: ":") { return next }
        add(content)
        return next
    }

    private func backslashesBefore(_ index: Int, from start: Int) -> Int {
        var count = 0
        while index - count > start, text[index - count - 1] == UInt8(ascii: "\\") { count += 1 }
        return count
    }

    /// A reference to a value, such as `${{ vars.otp }}` or `$OTP`, is not secret.
    private mutating func add(_ range: Range<Int>) {
        let isReference =
            range.count > 1 && text[range.lowerBound] == UInt8(ascii: "$")
            || matches("%24%7B%7B", at: range.lowerBound)
        if !range.isEmpty, !isReference { found.append(range) }
    }

    /// After the brace that closes an object; strings with braces in them end it early, which hides more.
    private func objectEnd(from start: Int) -> Int {
        var depth = 0
        for index in start..<text.count {
            if text[index] == UInt8(ascii: "{") { depth += 1 }
            if text[index] == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return index + 1 }
            }
        }
        return text.count
    }

    // MARK: - URLs

    /// The password of a URL, or a long user name without a password, which is a token.
    private mutating func takeURL(at start: Int) {
        var end = start
        var (colon, at): (Int?, Int?) = (nil, nil)
        while end < text.count, ByteTraits.table[Int(text[end])] & ByteTraits.endsAuthority == 0 {
            if text[end] == UInt8(ascii: ":"), colon == nil, at == nil { colon = end }
            if text[end] == UInt8(ascii: "@") { at = end }
            end += 1
        }
        guard let at else { return }
        if let colon, colon < at { add((colon + 1)..<at) } else if at - start >= 16 { add(start..<at) }
    }
}
