import HTTP
import WorkflowEngine

/// Hides mobile numbers, except for the first two and the last three digits.
///
/// Every number in Indian format is hidden, because a response can contain numbers that no workflow names: ten digits
/// that start with 6 to 9, alone or after `91` or zeros, in one piece or in groups, in the digits of any script, or as a decimal
/// number with an exponent (`9.002336768E9`, as Java writes it).
package enum NumberMask {
    /// Hides the middle of each mobile number.
    package static func mask(_ text: String) -> String { replacingNumbers(in: text, with: maskedNumber) }

    /// Replaces each number. Its ten digits are replaced one by one, so `replacement` must return ten ASCII characters.
    package static func replacingNumbers(in text: String, with replacement: (_ number: String) -> String) -> String {
        // Fast path: most strings do not have ten digits.
        let (hasTenDigits, hasOtherDigits) = digits(in: text)
        guard hasTenDigits else { return text }
        var bytes = Array((hasOtherDigits ? text.withPlainDigits : text).utf8)
        var isChanged = false
        var index = 0
        while index < bytes.count {
            guard isDigit(bytes[index]) else {
                index += 1
                continue
            }
            let (places, end) = number(in: bytes, at: index)
            if let places {
                let number = String(unsafeUninitializedCapacity: places.count) { digits in
                    for (index, place) in places.enumerated() { digits[index] = bytes[place] }
                    return places.count
                }
                for (place, byte) in zip(places, replacement(number).utf8) where bytes[place] != byte {
                    bytes[place] = byte
                    isChanged = true
                }
            }
            index = end
        }
        return isChanged ? String(decoding: bytes, as: UTF8.self) : text
    }

    /// All mobile numbers in a string.
    package static func numbers(in text: String) -> Set<String> {
        var numbers: Set<String> = []
        _ = replacingNumbers(in: text) { number in
            numbers.insert(number)
            return number
        }
        return numbers
    }

    /// The indexes of the ten digits of a number that starts at `index`, or nil, and where to continue the search.
    private static func number(in bytes: [UInt8], at index: Int) -> (places: [Int]?, end: Int) {
        var start = index
        var end = index
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        // The two digits of a percent-encoded character do not belong to the number.
        if start > 0, bytes[start - 1] == UInt8(ascii: "%") { start = min(start + 2, end) }
        if let places = number(start..<end, in: bytes) { return (places, end) }
        if let found = exponential(in: bytes, at: start, end) { return found }
        // Digits may be in groups, as people write them, but not next to letters.
        guard start == 0 || !isLetter(bytes[start - 1]) else { return (nil, end) }
        if let found = halves(start..<end, in: bytes) { return found }
        return groups(start..<end, in: bytes) ?? (nil, end)
    }

    /// Digits in groups that begin with `first`; nil if they are no number. More digits can follow, as in `90023 36768 (2)`.
    private static func groups(_ first: Range<Int>, in bytes: [UInt8]) -> (places: [Int]?, end: Int)? {
        var count = first.count
        var next = first.upperBound
        while count < maximumLength, let group = group(in: bytes, after: next) {
            count += group.count
            next = group.upperBound
            // Counted first, because most groups, as in a date, are too short.
            guard count >= 10, count <= maximumLength, next == bytes.count || !isLetter(bytes[next]) else { continue }
            let places = first + digitPlaces(in: bytes, first.upperBound..<next)
            if let number = number(places, in: bytes) { return (number, next) }
        }
        return nil
    }

    /// The places of the digits in a range that begins with a separator. The two digits of a percent-encoded character do not count.
    private static func digitPlaces(in bytes: [UInt8], _ range: Range<Int>) -> [Int] {
        var places: [Int] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if isDigit(bytes[index]) { places.append(index) }
            index += bytes[index] == UInt8(ascii: "%") ? 3 : 1
        }
        return places
    }

    /// A group of digits after a separator: a space, a hyphen, a parenthesis of any kind, `+` or `_`, two of them, or ` - `.
    private static func group(in bytes: [UInt8], after index: Int) -> Range<Int>? {
        var start = index
        var count = 0
        while count < 3, let length = separator(in: bytes, at: start) {
            start += length
            count += 1
        }
        let isHyphen = count == 3 && bytes[start - 2] == UInt8(ascii: "-") && bytes[index] == UInt8(ascii: " ")
        var end = start
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        return count > 0 && (count < 3 || isHyphen) && end > start ? start..<end : nil
    }

    /// The length of the separator at a place; nil if there is none.
    private static func separator(in bytes: [UInt8], at index: Int) -> Int? {
        guard index < bytes.count else { return nil }
        switch bytes[index] {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "+"),
            UInt8(ascii: "_"):
            return 1
        // The same in a URL, where a space is `%20`.
        case UInt8(ascii: "%") where isEncodedSeparator(bytes[(index + 1)...].prefix(2)): return 3
        // A space that does not break, and the spaces and hyphens from U+2000 on.
        case 0xC2 where bytes[(index + 1)...].first == 0xA0: return 2
        case 0xE2 where bytes[index...].count > 2 && bytes[index + 1] == 0x80 && 0x80...0x95 ~= bytes[index + 2]:
            return 3
        case 0xE2 where bytes[index...].starts(with: [0xE2, 0x80, 0xAF]): return 3
        default: return nil
        }
    }

    private static func isEncodedSeparator(_ digits: ArraySlice<UInt8>) -> Bool {
        ["20", "2d", "28", "29", "2b", "5f"].contains(String(decoding: digits, as: UTF8.self).lowercased())
    }

    /// Five digits and five digits with a point, a slash or a comma between. In a list of numbers, the comma is none of a number.
    private static func halves(_ first: Range<Int>, in bytes: [UInt8]) -> (places: [Int]?, end: Int)? {
        guard first.count == 5, first.upperBound < bytes.count, "./,".utf8.contains(bytes[first.upperBound]) else {
            return nil
        }
        let start = first.upperBound + 1
        var end = start
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        func isOfList(_ place: Int) -> Bool { bytes.indices.contains(place) && "[],".utf8.contains(bytes[place]) }
        let next = bytes[end...].prefix(2)
        let hasMore = next.count == 2 && "./".utf8.contains(next[end]) && isDigit(next[end + 1])
        let isWord = next.first.map(isLetter) ?? false
        guard end - start == 5, !isOfList(first.lowerBound - 1), !isOfList(end), !hasMore, !isWord,
            let places = number(Array(first) + Array(start..<end), in: bytes)
        else { return nil }
        return (places, end)
    }

    /// `9.002336768E9`
    private static func exponential(in bytes: [UInt8], at start: Int, _ end: Int) -> (places: [Int]?, end: Int)? {
        guard end == start + 1, end < bytes.count, bytes[end] == UInt8(ascii: ".") else { return nil }
        var fraction = end + 1
        while fraction < bytes.count, isDigit(bytes[fraction]) { fraction += 1 }
        guard fraction - end == 10 else { return nil }
        let exponent = bytes[fraction...].prefix(4)
        let places = [start] + Array((end + 1)..<fraction)
        guard exponent.count >= 2, exponent.first.map({ $0 | 0x20 }) == UInt8(ascii: "e"),
            exponent.dropFirst().drop(while: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "0") }).first
                == UInt8(ascii: "9"),
            let found = number(places, in: bytes)
        else { return nil }
        return (found, fraction)
    }

    /// With zeros and `91` before it, in digits.
    private static let maximumLength = 16

    /// The indexes of a mobile number's ten digits without its prefix; nil if the digits are not a mobile number.
    private static func number(_ digits: some RandomAccessCollection<Int>, in bytes: [UInt8]) -> [Int]? {
        guard digits.count >= 10, digits.count <= maximumLength else { return nil }
        let number = digits.suffix(10)
        guard let first = number.first, UInt8(ascii: "6")...UInt8(ascii: "9") ~= bytes[first] else { return nil }
        // `0`, `00`, `91`, `0091`, `910`.
        var prefix = digits.dropLast(10).map { bytes[$0] }[...]
        let zero = UInt8(ascii: "0")
        prefix = prefix.drop { $0 == zero }
        if prefix.starts(with: "91".utf8) { prefix = prefix.dropFirst(2).drop { $0 == zero } }
        return prefix.isEmpty ? Array(number) : nil
    }

    /// Whether the text may have ten digits, and whether one of them may be of another script than ASCII.
    private static func digits(in text: String) -> (hasTen: Bool, hasOthers: Bool) {
        func digits(_ bytes: some Sequence<UInt8>) -> (Bool, Bool) {
            var count = 0
            var hasOthers = false
            for byte in bytes {
                if isDigit(byte) {
                    count += 1
                } else if byte >= 0xD9 {
                    // The first byte of each digit that is not ASCII, and of many other characters.
                    hasOthers = true
                    count += 1
                }
            }
            return (count >= 10, hasOthers)
        }
        return text.utf8.withContiguousStorageIfAvailable { digits($0) } ?? digits(text.utf8)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { ByteSet.variableName.contains(byte) && !isDigit(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}

extension String {
    /// With the digits of other scripts, such as full-width or Devanagari digits, as ASCII digits.
    fileprivate var withPlainDigits: String {
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            let isDigit = !scalar.isASCII && scalar.properties.numericType == .decimal
            let digit = isDigit ? scalar.properties.numericValue.flatMap { Unicode.Scalar(0x30 + UInt32($0)) } : nil
            text.append(digit ?? scalar)
        }
        return String(text)
    }
}
