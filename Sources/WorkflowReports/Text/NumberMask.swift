import WorkflowEngine

/// Hides the mobile numbers of persons in a text, but for their first two and last three digits.
///
/// Any number of India's form counts, whoever has put it there: ten digits of which the first is 6 to 9, alone or after `91`
/// or `0`. A response can tell numbers that no workflow names.
package enum NumberMask {
    static func mask(_ text: String) -> String { replacingNumbers(in: text, with: maskedNumber) }

    /// The text with something in the place of each number.
    static func replacingNumbers(in text: String, with replacement: (_ number: String) -> String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var copied = 0
        var index = 0
        while index < bytes.count {
            guard isDigit(bytes[index]) else {
                index += 1
                continue
            }
            var start = index
            while index < bytes.count, isDigit(bytes[index]) { index += 1 }
            // The two digits of a percent-encoded character are none of the number.
            if start > 0, bytes[start - 1] == UInt8(ascii: "%") { start = min(start + 2, index) }
            guard let number = number(in: bytes[start..<index]) else { continue }
            result += bytes[copied..<number.startIndex]
            result += replacement(String(decoding: number, as: UTF8.self)).utf8
            copied = index
        }
        return copied == 0 ? text : String(decoding: result + bytes[copied...], as: UTF8.self)
    }

    /// Every number in a text.
    package static func numbers(in text: String) -> Set<String> {
        var numbers: Set<String> = []
        _ = replacingNumbers(in: text) { number in
            numbers.insert(number)
            return number
        }
        return numbers
    }

    /// The ten digits of a mobile number that a run of digits is; nil where it is none.
    private static func number(in digits: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let prefixes: [Int: [UInt8]] = [10: [], 11: Array("0".utf8), 12: Array("91".utf8)]
        guard let prefix = prefixes[digits.count], digits.starts(with: prefix) else { return nil }
        let number = digits.dropFirst(prefix.count)
        return number.first.map { UInt8(ascii: "6")...UInt8(ascii: "9") ~= $0 } == true ? number : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
