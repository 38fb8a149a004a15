/// Finds mobile numbers of India's format: ten digits that start with 6 to 9, alone or after zeros or `91`, in one
/// piece or in groups.
///
/// It finds every number that a server might read, so it also finds digits that nobody means as a number.
enum MobileNumbers {
    /// The ten digits of each number, in their order. A number that occurs twice is found twice.
    static func all(in text: String) -> [String] {
        // Fast path: most strings do not have ten digits.
        guard mayHaveTenDigits(text) else { return [] }
        var found: [String] = []
        var run = Run()
        for scalar in text.unicodeScalars {
            if let digit = digit(scalar) {
                run.append(digit)
            } else if isLetter(scalar) {
                found += run.numbers(endsAtLetter: true)
                run = Run(startsAfterLetter: true)
            } else if isBetweenNumbers(scalar) || !run.separate(scalar) {
                found += run.numbers(endsAtLetter: false)
                run = Run()
            }
        }
        return found + run.numbers(endsAtLetter: false)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return scalar.properties.isAlphabetic }
        return ("a"..."z" as ClosedRange).contains(scalar) || ("A"..."Z" as ClosedRange).contains(scalar)
    }

    /// Each byte outside ASCII may be of a digit.
    private static func mayHaveTenDigits(_ text: String) -> Bool {
        var count = 0
        for byte in text.utf8 where UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte >= 0x80 {
            count += 1
            if count == 10 { return true }
        }
        return false
    }

    /// Whether the character separates two numbers, and not the groups of one.
    static func isBetweenNumbers(_ scalar: Unicode.Scalar) -> Bool { ",;|\n\r".unicodeScalars.contains(scalar) }

    /// The value of a digit of any script, for example a full-width one.
    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.isASCII { return ("0"..."9" as ClosedRange).contains(scalar) ? UInt8(scalar.value - 0x30) : nil }
        guard scalar.properties.numericType == .decimal else { return nil }
        return scalar.properties.numericValue.map { UInt8($0) }
    }
}

/// Groups of digits with short separators between them: `+91 (0) 90023-36768`.
private struct Run {
    private static let longestNumber = 16
    private static let longestSeparator = 3

    /// A group of more digits than any number has is kept in part.
    private var groups: [[UInt8]] = []
    private var separatorLength = 0
    private var endsInSpace = false
    private var startsAfterLetter: Bool

    init(startsAfterLetter: Bool = false) {
        self.startsAfterLetter = startsAfterLetter
    }

    mutating func append(_ digit: UInt8) {
        if groups.isEmpty || separatorLength > 0 { groups.append([]) }
        separatorLength = 0
        endsInSpace = false
        if groups[groups.count - 1].count <= Self.longestNumber { groups[groups.count - 1].append(digit) }
    }

    /// Takes a character between groups. Returns false if the run ends, because the separator is too long.
    /// Several spaces are one separator.
    mutating func separate(_ scalar: Unicode.Scalar) -> Bool {
        if groups.isEmpty { startsAfterLetter = false }
        let isSpace = scalar.properties.isWhitespace
        if !isSpace || !endsInSpace { separatorLength += 1 }
        endsInSpace = isSpace
        return separatorLength <= Self.longestSeparator
    }

    func numbers(endsAtLetter: Bool) -> [String] {
        var found: [String] = []
        var index = 0
        while index < groups.count {
            if let (number, next) = number(at: index, endsAtLetter: endsAtLetter) {
                found.append(number)
                index = next
            } else {
                index += 1
            }
        }
        return found
    }

    /// The number that starts with a group, and the index of the group after it.
    private func number(at first: Int, endsAtLetter: Bool) -> (number: String, next: Int)? {
        var digits: [UInt8] = []
        for index in first..<groups.count {
            digits += groups[index]
            guard digits.count <= Self.longestNumber else { return nil }
            // Groups next to letters are parts of something else, for example of a UUID.
            let touchesLetter =
                first == 0 && startsAfterLetter || index == groups.count - 1 && endsAtLetter && separatorLength == 0
            if let number = Self.number(digits), index == first || !touchesLetter { return (number, index + 1) }
        }
        return nil
    }

    private static func number(_ digits: [UInt8]) -> String? {
        var number = digits.drop { $0 == 0 }
        if number.count > 10, number.starts(with: [9, 1]) { number = number.dropFirst(2).drop { $0 == 0 } }
        guard number.count == 10, let first = number.first, 6...9 ~= first else { return nil }
        return String(decoding: number.map { $0 + 0x30 }, as: UTF8.self)
    }
}
