/// The search through all readings of a text.
struct ReadingSearch {
    /// How often a reading is read again: the base64 of the base64 of a JSON string is the third.
    private static let maximumDepth = 5
    /// All readings together have at most this many times the bytes of the text; beyond, the whole text is taken for a secret.
    private static let maximumGrowth = 24
    private static let spareGrowth = 4_096

    private let needles: [Needles]
    private var budget = 0
    private var found: [Range<Int>] = []

    init(_ needles: [Needles]) {
        self.needles = needles
    }

    consuming func ranges(in text: [UInt8]) -> [Range<Int>] {
        budget = text.count * Self.maximumGrowth + Self.spareGrowth
        search(Reading(text), depth: 0)
        guard budget >= 0 else { return [0..<text.count] }
        return Self.merged(found)
    }

    private mutating func search(_ reading: Reading, depth: Int) {
        budget -= reading.count
        guard budget >= 0 else { return }
        let folding = Folding(reading.bytes)
        for needles in needles {
            needles.forEachMatch(in: folding.bytes) { match in
                let start = reading.starts[Int(folding.first[match.lowerBound])]
                let end = reading.ends[Int(folding.last[match.upperBound - 1])]
                found.append(Int(start)..<max(Int(start), Int(end)))
            }
        }
        guard depth < Self.maximumDepth else { return }
        for next in [reading.unescaped(), reading.base64Decoded(), reading.hexadecimalDecoded()] {
            if let next { search(next, depth: depth + 1) }
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
