import HTTP
import WorkflowEngine

/// Hides mobile numbers, except for the first two and the last three digits.
///
/// Every number in Indian format is hidden, because a response can contain numbers that no workflow names: ten digits
/// that start with 6 to 9, alone or after `91` or `0`, in one piece or in groups.
package enum NumberMask {
    /// Hides the middle of each mobile number.
    package static func mask(_ text: String) -> String { replacingNumbers(in: text, with: maskedNumber) }

    /// Replaces each number. Its ten digits are replaced one by one, so `replacement` must return ten ASCII characters.
    package static func replacingNumbers(in text: String, with replacement: (_ number: String) -> String) -> String {
        // Fast path: most strings do not have ten digits.
        guard hasTenDigits(text) else { return text }
        var bytes = Array(text.utf8)
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
        // Digits may be in groups, as people write them, but not next to letters.
        guard start == 0 || !isLetter(bytes[start - 1]), group(in: bytes, after: end) != nil else { return (nil, end) }
        var places = Array(start..<end)
        var next = end
        while places.count < 12, let group = group(in: bytes, after: next) {
            places += group
            next = group.upperBound
        }
        guard places.count > end - start, next == bytes.count || !isLetter(bytes[next]),
            group(in: bytes, after: next) == nil, let found = number(places, in: bytes)
        else { return (nil, end) }
        return (found, next)
    }

    /// A group of digits after one or two separators.
    private static func group(in bytes: [UInt8], after index: Int) -> Range<Int>? {
        var start = index
        while start < bytes.count, start < index + 2, isBetweenGroups(bytes[start]) { start += 1 }
        var end = start
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        return start > index && end > start ? start..<end : nil
    }

    /// The indexes of a mobile number's ten digits without its prefix; nil if the digits are not a mobile number.
    private static func number(_ digits: some RandomAccessCollection<Int>, in bytes: [UInt8]) -> [Int]? {
        let number = digits.suffix(10)
        guard let first = number.first, UInt8(ascii: "6")...UInt8(ascii: "9") ~= bytes[first] else { return nil }
        let prefix = digits.dropLast(10)
        let isPrefixed =
            switch digits.count {
            case 10: true
            case 11: prefix.elementsEqual(CollectionOfOne(UInt8(ascii: "0"))) { bytes[$0] == $1 }
            case 12: prefix.elementsEqual("91".utf8) { bytes[$0] == $1 }
            default: false
            }
        return isPrefixed ? Array(number) : nil
    }

    private static func hasTenDigits(_ text: String) -> Bool {
        func hasTen(_ bytes: some Sequence<UInt8>) -> Bool {
            var count = 0
            for byte in bytes where isDigit(byte) {
                count += 1
                if count == 10 { return true }
            }
            return false
        }
        return text.utf8.withContiguousStorageIfAvailable { hasTen($0) } ?? hasTen(text.utf8)
    }

    private static func isBetweenGroups(_ byte: UInt8) -> Bool { " -()".utf8.contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool { ByteSet.variableName.contains(byte) && !isDigit(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
