/// A text that was read in some way, for example with its base64 decoded, and where each byte comes from.
struct Reading {
    /// Between parts that do not follow each other. It is in no UTF-8 text, so no secret goes over it.
    static let gap: UInt8 = 0xFF

    private(set) var bytes: [UInt8] = []
    /// For each byte, the place of its source in the original text.
    private(set) var starts: [Int32] = []
    private(set) var ends: [Int32] = []

    /// False if only the bytes are wanted: places take eight times their room.
    private let hasPlaces: Bool

    /// The original text, read as it is.
    init(_ text: [UInt8], hasPlaces: Bool = true) {
        bytes = text
        self.hasPlaces = hasPlaces
        guard hasPlaces else { return }
        starts = (0..<Int32(text.count)).map(\.self)
        ends = (0..<Int32(text.count)).map { $0 + 1 }
    }

    /// An empty text, to be read from `other`.
    init(of other: Reading, capacity: Int) {
        hasPlaces = other.hasPlaces
        bytes.reserveCapacity(capacity)
        guard hasPlaces else { return }
        starts.reserveCapacity(capacity)
        ends.reserveCapacity(capacity)
    }

    var count: Int { bytes.count }

    /// Appends a byte that stands for the bytes of `other` in `range`.
    mutating func append(_ byte: UInt8, of other: Reading, _ range: Range<Int>) {
        bytes.append(byte)
        guard hasPlaces else { return }
        starts.append(other.starts[range.lowerBound])
        ends.append(other.ends[range.upperBound - 1])
    }

    /// Appends a character in UTF-8.
    mutating func append(_ scalar: Unicode.Scalar, of other: Reading, _ range: Range<Int>) {
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(byte, of: other, range) }
    }

    mutating func appendGap() {
        bytes.append(Self.gap)
        guard hasPlaces else { return }
        starts.append(0)
        ends.append(0)
    }

    mutating func removeLast(_ count: Int) {
        bytes.removeLast(count)
        guard hasPlaces else { return }
        starts.removeLast(count)
        ends.removeLast(count)
    }
}
