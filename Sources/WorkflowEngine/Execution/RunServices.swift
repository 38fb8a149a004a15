import Expressions
import HTTP
import Synchronization
import Times

/// The clock and the random numbers of a run. All times of day and random values in requests and reports come from here, so that
/// a run can be repeated exactly. Durations do not.
package struct RunServices: Sendable {
    private let clock: @Sendable () -> Timestamp
    private let random: @Sendable () -> UInt64
    private let references: UniqueReferenceGenerator

    package init(clock: @escaping @Sendable () -> Timestamp, random: @escaping @Sendable () -> UInt64) {
        self.clock = clock
        self.random = random
        references = UniqueReferenceGenerator(random: random)
    }

    /// Services for checks, whose messages must be the same each time: nothing is drawn.
    package var repeatable: RunServices { RunServices(clock: clock, random: { 0 }) }

    package var now: Timestamp { clock() }
    package var randomBits: UInt64 { random() }

    /// A reference that no other run has. It starts with `prefix`. Throws if `prefix` is too long or is not visible ASCII.
    package func uniqueReference(prefix: String) throws(FunctionError) -> String {
        guard let reference = references.next(prefix: prefix, at: now) else {
            throw FunctionError(
                message: "the prefix '\(prefix)' of unique_ref must be at most 6 ASCII characters, without spaces")
        }
        return reference
    }
}

/// Makes unique references of at most 20 characters: the time in milliseconds, which a process never uses twice, and random
/// characters, which differ between processes and machines.
private final class UniqueReferenceGenerator: Sendable {
    private static let length = 20
    /// In base 36, enough until the year 2059.
    private static let timeLength = 8
    /// 36^6 is more than two billion.
    private static let minimumRandomLength = 6
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    private let randomDigits: [UInt8]
    private let lastMilliseconds = Mutex<Int64>(0)

    init(random: () -> UInt64) {
        randomDigits = Self.digits(of: random(), count: Self.length - Self.timeLength)
    }

    /// Nil if the prefix is too long or is not visible ASCII.
    func next(prefix: String, at now: Timestamp) -> String? {
        let room = Self.length - Self.timeLength - prefix.utf8.count
        guard room >= Self.minimumRandomLength, ByteSet.visible.containsAll(of: prefix) else { return nil }
        let milliseconds = lastMilliseconds.withLock { last in
            last = max(last + 1, now.milliseconds)
            return last
        }
        let time = Self.digits(of: UInt64(milliseconds), count: Self.timeLength)
        return prefix + String(decoding: time + randomDigits.prefix(room), as: UTF8.self)
    }

    private static func digits(of value: UInt64, count: Int) -> [UInt8] {
        var rest = value
        var digits = [UInt8](repeating: alphabet[0], count: count)
        for index in digits.indices.reversed() {
            digits[index] = alphabet[Int(rest % 36)]
            rest /= 36
        }
        return digits
    }
}
