import Synchronization
import WorkflowEngine

/// Replaces secrets and numbers in a recording by strings of the same form. Equal originals get equal surrogates, and
/// different ones get different surrogates, so expectations about form, length and equality have the same result.
final class Surrogates: Sendable {
    private struct State {
        var byOriginal: [String: String] = [:]
        var taken: Set<String> = []
        /// The middle five digits of each number's surrogate, by the number.
        var middleByNumber: [UInt64: UInt32] = [:]
        /// How many numbers have the same first two and last three digits.
        var countByMask: [UInt32: UInt32] = [:]
    }

    private let state = Mutex(State())

    /// Replaces letters by letters and digits by digits. The header of a JSON Web Token stays: it only says how it is signed.
    func secret(_ original: String) -> String {
        state.withLock { state in
            if let known = state.byOriginal[original] { return known }
            let kept = original.hasPrefix("eyJ") ? original.prefix { $0 != "." }.utf8.count : 0
            var generator = SplitMix64(state: UInt64(state.byOriginal.count))
            var surrogate: String
            var attempts = 0
            repeat {
                surrogate = Self.replaced(original, keeping: kept, &generator)
                attempts += 1
            } while (surrogate == original || state.taken.contains(surrogate)) && attempts < 100
            // No other string has its form.
            if surrogate == original { surrogate = Redactor.mask }
            state.byOriginal[original] = surrogate
            state.taken.insert(surrogate)
            return surrogate
        }
    }

    /// Keeps the first two and last three of ten digits. The middle digits count the numbers with the same mask.
    func number(_ original: String) -> String {
        guard let number = UInt64(original) else { return maskedNumber(original) }
        let middle = state.withLock { state in
            if let known = state.middleByNumber[number] { return known }
            let mask = UInt32(number / 100_000_000 * 1_000 + number % 1_000)
            var middle: UInt32
            repeat {
                let count = state.countByMask[mask, default: 0]
                state.countByMask[mask] = count + 1
                middle = count % 100_000
            } while UInt64(middle) == number / 1_000 % 100_000
            state.middleByNumber[number] = middle
            return middle
        }
        return String(number / 100_000_000 * 100_000_000 + UInt64(middle) * 1_000 + number % 1_000)
    }

    private static func replaced(_ text: String, keeping kept: Int, _ generator: inout SplitMix64) -> String {
        let bytes = text.utf8.enumerated().map { index, byte in
            guard index >= kept else { return byte }
            let random = UInt8(truncatingIfNeeded: generator.next() >> 32)
            return switch byte {
            // Never 0, so that a number keeps its count of digits.
            case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "1") + random % 9
            case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt8(ascii: "a") + random % 26
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(ascii: "A") + random % 26
            default: byte
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
