import Synchronization
import WorkflowEngine

/// What stands in a recording for what must not be in it: a text of the same shape, the same for the same original and another
/// for another, so that expectations about form, length and equality come out as they did.
final class Surrogates: Sendable {
    private struct State {
        var byOriginal: [String: String] = [:]
        var taken: Set<String> = []
        var countByMask: [String: Int] = [:]
    }

    private let state = Mutex(State())

    /// Letters for letters and digits for digits. Of a JSON Web Token, the header stays: it tells how it is signed, and no more.
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
            // There is but one text of its shape.
            if surrogate == original { surrogate = Redactor.mask }
            state.byOriginal[original] = surrogate
            state.taken.insert(surrogate)
            return surrogate
        }
    }

    /// A number of ten digits keeps its first two and its last three; the others count the numbers that look the same so.
    func number(_ original: String) -> String {
        state.withLock { state in
            if let known = state.byOriginal[original] { return known }
            let mask = "\(original.prefix(2))\(original.suffix(3))"
            var surrogate: String
            repeat {
                let index = String(state.countByMask[mask, default: 0])
                state.countByMask[mask, default: 0] += 1
                let digits = String(repeating: "0", count: max(0, 5 - index.utf8.count)) + index.suffix(5)
                surrogate = "\(original.prefix(2))\(digits)\(original.suffix(3))"
            } while surrogate == original
            state.byOriginal[original] = surrogate
            return surrogate
        }
    }

    private static func replaced(_ text: String, keeping kept: Int, _ generator: inout SplitMix64) -> String {
        let bytes = text.utf8.enumerated().map { index, byte in
            guard index >= kept else { return byte }
            let random = UInt8(truncatingIfNeeded: generator.next() >> 32)
            return switch byte {
            // A number stays one of as many digits: none starts with 0.
            case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "1") + random % 9
            case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt8(ascii: "a") + random % 26
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(ascii: "A") + random % 26
            default: byte
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
