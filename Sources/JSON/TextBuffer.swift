/// UTF-8 text that grows at its end: for output of every step, in place of strings that are put together and copied again.
///
/// `@unchecked Sendable`: it cannot be copied, so only its owner reads and writes the memory.
package struct TextBuffer: ~Copyable, @unchecked Sendable {
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// In bytes.
    package private(set) var count = 0

    /// `capacity` is the expected size in bytes.
    package init(capacity: Int = 256) {
        self.capacity = max(16, capacity)
        bytes = .allocate(capacity: self.capacity)
    }

    deinit { bytes.deallocate() }

    package var isEmpty: Bool { count == 0 }

    /// The text as a string.
    package var string: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    var last: UInt8? { count > 0 ? bytes[count - 1] : nil }

    package borrowing func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: bytes, count: count))
    }

    package mutating func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        bytes[count] = byte
        count += 1
    }

    /// Appends its bytes in UTF-8.
    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    package mutating func append(_ other: borrowing TextBuffer) {
        append(UnsafeBufferPointer(start: other.bytes, count: other.count))
    }

    package mutating func append(_ other: UnsafeBufferPointer<UInt8>) {
        guard let start = other.baseAddress else { return }
        if count + other.count > capacity { grow(by: other.count) }
        (bytes + count).update(from: start, count: other.count)
        count += other.count
    }

    /// Appends a whole number in digits.
    package mutating func append(_ value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = count
        repeat {
            let (next, digit) = rest.quotientAndRemainder(dividingBy: 10)
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = next
        } while rest > 0
        // They came from the last to the first.
        var (left, right) = (start, count - 1)
        while left < right {
            (bytes[left], bytes[right]) = (bytes[right], bytes[left])
            left += 1
            right -= 1
        }
    }

    /// Appends a number below 1,000 in three digits.
    package mutating func append(threeDigits value: Int) {
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 100))
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10 % 10))
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
    }

    /// Removes everything after the first `count` bytes.
    package mutating func cut(to count: Int) {
        precondition(0...self.count ~= count)
        self.count = count
    }

    /// Removes all. The memory is kept for what comes next.
    package mutating func removeAll() { count = 0 }

    private mutating func grow(by more: Int) {
        capacity = max(2 * capacity, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: bytes, count: count)
        bytes.deallocate()
        bytes = larger
    }
}
