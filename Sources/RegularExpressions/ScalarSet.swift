/// A set of Unicode scalars: the union of ranges and of general categories.
struct ScalarSet: Sendable {
    private(set) var ranges: [ClosedRange<UInt32>]
    private(set) var categories: Set<Unicode.GeneralCategory>

    init(ranges: [ClosedRange<UInt32>] = [], categories: Set<Unicode.GeneralCategory> = []) {
        self.ranges = ranges
        self.categories = categories
    }

    mutating func insert(_ range: ClosedRange<Unicode.Scalar>) {
        ranges.append(range.lowerBound.value...range.upperBound.value)
    }

    mutating func formUnion(_ other: ScalarSet) {
        ranges += other.ranges
        categories.formUnion(other.categories)
    }

    /// The same set with its ranges in order and without overlaps, as `contains` needs them.
    var merged: ScalarSet {
        var result: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return ScalarSet(ranges: result, categories: categories)
    }

    /// Requires a merged set.
    func contains(_ scalar: Unicode.Scalar, ignoringCase: Bool) -> Bool {
        if contains(scalar) { return true }
        return ignoringCase && (contains(scalar.simpleLowercase) || contains(scalar.simpleUppercase))
    }

    private func contains(_ scalar: Unicode.Scalar) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        if low < ranges.count, ranges[low].contains(scalar.value) { return true }
        return !categories.isEmpty && categories.contains(scalar.properties.generalCategory)
    }
}

extension ScalarSet {
    /// ASCII only, like the word characters.
    static let digits = ScalarSet(ranges: [0x30...0x39])
    static let wordCharacters = ScalarSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// The White_Space property of Unicode.
    static let whiteSpace = ScalarSet(ranges: [
        0x09...0x0D, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
    ])
    static let lineBreaks = ScalarSet(ranges: [0x0A...0x0A, 0x0D...0x0D])

    /// All scalars outside the ranges of a merged set.
    var complementOfRanges: ScalarSet {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if next < range.lowerBound { result.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { result.append(next...0x10FFFF) }
        return ScalarSet(ranges: result)
    }
}

extension Unicode.Scalar {
    /// The lower case if it is one scalar, otherwise the scalar itself.
    var simpleLowercase: Unicode.Scalar {
        if isASCII { return "A"..."Z" ~= self ? Unicode.Scalar(UInt8(value) + 0x20) : self }
        return single(properties.lowercaseMapping)
    }

    /// The upper case if it is one scalar, otherwise the scalar itself.
    var simpleUppercase: Unicode.Scalar {
        if isASCII { return "a"..."z" ~= self ? Unicode.Scalar(UInt8(value) - 0x20) : self }
        return single(properties.uppercaseMapping)
    }

    private func single(_ mapping: String) -> Unicode.Scalar {
        let scalars = mapping.unicodeScalars
        guard let first = scalars.first, scalars.dropFirst().isEmpty else { return self }
        return first
    }
}
