/// The search through all readings of a text.
struct ReadingSearch {
    /// How often a reading is read again: the base64 of the base64 of a JSON string is the third.
    private static let maximumDepth = 5
    /// All readings together have at most this many times the bytes of the text; beyond, the whole text is taken for a secret.
    private static let maximumGrowth = 24
    private static let spareGrowth = 4_096

    private let needles: [Needles]
    private let findsNumbers: Bool
    private var budget = 0
    private var found: [Range<Int>] = []

    init(_ needles: [Needles], findsNumbers: Bool = false) {
        self.needles = needles
        self.findsNumbers = findsNumbers
    }

    consuming func ranges(in text: [UInt8]) -> [Range<Int>] {
        budget = text.count * Self.maximumGrowth + Self.spareGrowth
        search(Reading(text), depth: 0, isDecoded: false)
        guard budget >= 0 else { return [0..<text.count] }
        return Self.merged(found)
    }

    private mutating func search(_ reading: Reading, depth: Int, isDecoded: Bool) {
        budget -= reading.count
        guard budget >= 0 else { return }
        let folding = Folding(reading.bytes)
        for needles in needles {
            needles.forEachMatch(in: folding) { match in
                let start = reading.starts[Int(folding.first[match.lowerBound])]
                let end = reading.ends[Int(folding.last[match.upperBound - 1])]
                found.append(Int(start)..<max(Int(start), Int(end)))
            }
        }
        if isDecoded, findsNumbers { findNumbers(in: reading) }
        guard depth < Self.maximumDepth else { return }
        if let next = reading.unescaped() { search(next, depth: depth + 1, isDecoded: isDecoded) }
        for next in [reading.base64Decoded(), reading.hexadecimalDecoded()] {
            if let next { search(next, depth: depth + 1, isDecoded: true) }
        }
    }

    /// Ten digits that start with 6 to 9, alone or after `0` or `91`.
    private mutating func findNumbers(in reading: Reading) {
        var start = 0
        while start < reading.count {
            var end = start
            while end < reading.count, ByteTraits.isDigit(reading.bytes[end]) { end += 1 }
            if 10...12 ~= end - start, UInt8(ascii: "6")...UInt8(ascii: "9") ~= reading.bytes[end - 10] {
                found.append(Int(reading.starts[start])..<Int(reading.ends[end - 1]))
            }
            start = end + 1
        }
    }

    /// In order; ranges that overlap or touch are one.
    static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }
}
