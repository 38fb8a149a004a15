/// Digits beside the word OTP in a sentence: `123456 is the OTP to verify your number`, `Your OTP is 1234.`
enum OTPProse {
    /// In digits.
    private static let lengths = 3...10
    /// Words between OTP and its digits.
    private static let fillers: Set<String> = [
        "is", "are", "was", "code", "codes", "number", "no", "pin", "password", "the", "your", "for", "value", "of",
        "a", "an",
        "one", "time", "verification", "received", "entered", "invalid", "wrong", "incorrect", "with", "login",
        "transaction", "payment",
        "registration", "account", "eko", "mobile", "b", "strong", "otp", "and", "use", "enter", "please",
    ]
    /// After these words, the number counts something.
    private static let units: Set<String> = [
        "second", "seconds", "sec", "secs", "s", "ms", "minute", "minutes", "min", "mins", "hour", "hours", "day",
        "days", "attempt",
        "attempts", "time", "times", "digit", "digits", "character", "characters", "of", "percent", "sms", "otps",
    ]
    /// Of a word or a number, in characters; no filler and no OTP is longer.
    private static let maximumLength = 24
    /// Between the word and its digits, in bytes.
    private static let maximumDistance = 80
    /// At most this many words are between.
    private static let maximumWords = 6

    static func isWord(_ word: ArraySlice<UInt8>) -> Bool {
        (word.count == 3 || word.count == 4) && word.prefix(3).elementsEqual("otp".utf8) { $0 | 0x20 == $1 }
            && (word.count == 3 || word.last.map { $0 | 0x20 } == UInt8(ascii: "s"))
    }

    /// The digits of a word that is OTP and digits: `OTP-588240`, `otp454310`, `358550-OTP`.
    static func digits(in text: [UInt8], of word: Range<Int>) -> Range<Int>? {
        let isDigitOrSign: (UInt8) -> Bool = {
            ByteTraits.isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        let bytes = text[word]
        let name = bytes.drop(while: isDigitOrSign)
        let end = name.prefix { !isDigitOrSign($0) }
        guard isWord(end), name.dropFirst(end.count).allSatisfy(isDigitOrSign) else { return nil }
        for part in [bytes[..<end.startIndex], bytes[end.endIndex...]] {
            let digits = part.drop { !ByteTraits.isDigit($0) }.prefix(while: ByteTraits.isDigit)
            if lengths.contains(digits.count) { return digits.startIndex..<digits.endIndex }
        }
        return nil
    }

    static func ranges(in text: [UInt8], around word: Range<Int>) -> [Range<Int>] {
        // Most sentences have no digits near the word.
        let near = max(0, word.lowerBound - maximumDistance)..<min(text.count, word.upperBound + maximumDistance)
        guard text[near].contains(where: ByteTraits.isDigit) else { return [] }
        return [after(word.upperBound, in: text), before(word.lowerBound, in: text)].compactMap(\.self)
    }

    private static func after(_ start: Int, in text: [UInt8]) -> Range<Int>? {
        var index = start
        for _ in 0...maximumWords {
            guard let token = nextToken(in: text, from: index) else { return nil }
            index = token.upperBound
            guard let length = digitCount(text[token]) else {
                guard fillers.contains(lowercased(text[token])) else { return nil }
                continue
            }
            let (whole, digits) = withGroups(token, length, in: text)
            // The number that the OTP was sent to.
            if digits > lengths.upperBound || digits == 10 && text[whole.lowerBound] >= UInt8(ascii: "6") {
                index = whole.upperBound
                continue
            }
            guard lengths.contains(digits) else { return nil }
            if let next = nextToken(in: text, from: whole.upperBound), units.contains(lowercased(text[next])) {
                return nil
            }
            return whole
        }
        return nil
    }

    /// Digits before the word, with `is` between, as in the API's own SMS.
    private static func before(_ end: Int, in text: [UInt8]) -> Range<Int>? {
        var index = end
        var hasVerb = false
        for _ in 0...maximumWords {
            guard let token = previousToken(in: text, before: index) else { return nil }
            index = token.lowerBound
            guard let length = digitCount(text[token]) else {
                let word = lowercased(text[token])
                guard fillers.contains(word) || word == "as" else { return nil }
                if word == "is" || word == "as" { hasVerb = true }
                continue
            }
            return hasVerb && lengths.contains(length) && length != 10 ? token : nil
        }
        return nil
    }

    /// Groups of digits with a space or a hyphen between are one number: `012-345`.
    private static func withGroups(_ token: Range<Int>, _ length: Int, in text: [UInt8]) -> (Range<Int>, Int) {
        var (end, digits) = (token.upperBound, length)
        while end + 1 < text.count, text[end] == UInt8(ascii: " ") || text[end] == UInt8(ascii: "-"),
            ByteTraits.isDigit(text[end + 1]), digits <= 12
        {
            var next = end + 1
            while next < text.count, ByteTraits.isDigit(text[next]) { next += 1 }
            digits += next - end - 1
            end = next
        }
        return (token.lowerBound..<end, digits)
    }

    /// The next word or number on the same line; punctuation between is skipped, but not quotes and brackets.
    private static func nextToken(in text: [UInt8], from start: Int) -> Range<Int>? {
        var index = start
        while index < text.count, isSeparator(text[index]) { index += 1 }
        guard index < text.count, ByteTraits.isLetterOrDigit(text[index]) else { return nil }
        let isNumber = ByteTraits.isDigit(text[index])
        var end = index
        while end < text.count, end - index < maximumLength, ByteTraits.isLetterOrDigit(text[end]),
            ByteTraits.isDigit(text[end]) == isNumber
        { end += 1 }
        return index..<end
    }

    private static func previousToken(in text: [UInt8], before start: Int) -> Range<Int>? {
        var index = start
        while index > 0, isSeparator(text[index - 1]) { index -= 1 }
        guard index > 0, ByteTraits.isLetterOrDigit(text[index - 1]) else { return nil }
        let isNumber = ByteTraits.isDigit(text[index - 1])
        var begin = index
        while begin > 0, index - begin < maximumLength, ByteTraits.isLetterOrDigit(text[begin - 1]),
            ByteTraits.isDigit(text[begin - 1]) == isNumber
        { begin -= 1 }
        return begin..<index
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        ByteTraits.table[Int(byte)] & ByteTraits.separatesWords != 0
    }

    private static func digitCount(_ token: ArraySlice<UInt8>) -> Int? {
        token.first.map(ByteTraits.isDigit) == true ? token.count : nil
    }

    private static func lowercased(_ token: ArraySlice<UInt8>) -> String {
        String(decoding: token.map { $0 | 0x20 }, as: UTF8.self)
    }
}
