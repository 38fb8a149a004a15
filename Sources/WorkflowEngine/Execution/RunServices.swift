import Synchronization
import WorkflowModel

/// Time and randomness of a run. They enter here and nowhere else, so that a run can be repeated exactly.
package struct RunServices: Sendable {
    private let clock: @Sendable () -> Timestamp
    private let references: UniqueReferenceGenerator

    package init(clock: @escaping @Sendable () -> Timestamp, random: @escaping @Sendable () -> UInt64) {
        self.clock = clock
        references = UniqueReferenceGenerator(random: random)
    }

    package var now: Timestamp { clock() }

    package func uniqueReference(prefix: String) throws(FunctionError) -> String {
        guard let reference = references.next(prefix: prefix, at: now) else {
            throw .prefixTooLong(prefix)
        }
        return reference
    }
}

/// Makes references of at most 20 characters that are never the same twice: the time in milliseconds, which a process
/// uses only once, and random characters, which tell processes and machines apart.
private final class UniqueReferenceGenerator: Sendable {
    private let random: @Sendable () -> UInt64
    private let lastMilliseconds = Mutex<Int64>(0)

    init(random: @escaping @Sendable () -> UInt64) {
        self.random = random
    }

    /// Nil where the prefix leaves too little room to be unique.
    func next(prefix: String, at now: Timestamp) -> String? {
        let room = UniqueReference.length - UniqueReference.timeLength - prefix.utf8.count
        guard room >= UniqueReference.minimumRandomLength, prefix.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            return nil
        }
        let milliseconds = lastMilliseconds.withLock { last in
            last = max(last + 1, now.milliseconds)
            return last
        }
        var reference = Array(prefix.utf8)
        reference.append(
            contentsOf: UniqueReference.digits(of: UInt64(milliseconds), count: UniqueReference.timeLength))
        reference.append(contentsOf: UniqueReference.digits(of: random(), count: room))
        return String(decoding: reference, as: UTF8.self)
    }
}

private enum UniqueReference {
    static let length = 20
    /// In base 36, enough until the year 2059.
    static let timeLength = 8
    /// 36^6 is above two thousand million, for each millisecond.
    static let minimumRandomLength = 6

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    static func digits(of value: UInt64, count: Int) -> [UInt8] {
        var rest = value
        var digits: [UInt8] = []
        for _ in 0..<count {
            digits.append(alphabet[Int(rest % 36)])
            rest /= 36
        }
        return digits.reversed()
    }
}

extension FunctionError {
    fileprivate static func prefixTooLong(_ prefix: String) -> FunctionError {
        FunctionError(
            message: "the prefix '\(prefix)' of unique_ref must be at most 6 ASCII characters, without spaces")
    }
}
