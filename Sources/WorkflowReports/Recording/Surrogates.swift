import JSON
import Secrets
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

    /// Replaces letters by letters, hexadecimal digits by hexadecimal digits, digits by digits, the first sign by
    /// another one, and all else by letters. Separators stay, and so does the header of a JSON Web Token: it only says how it is signed.
    func secret(_ original: String) -> String {
        state.withLock { state in
            if let known = state.byOriginal[original] { return known }
            let kept = Self.tokenHeader(of: original)?.unicodeScalars.count ?? 0
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

    /// What separates the parts of keys, tokens, addresses and times. It says nothing of what is between.
    private static let separators = Set("-._~:/+=,;|@ ".unicodeScalars)

    private static func replaced(_ text: String, keeping kept: Int, _ generator: inout SplitMix64) -> String {
        var result = String.UnicodeScalarView()
        // In many digits, none that a mobile number begins with: a part of the surrogate would be masked as one.
        let isLikeNumber = text.utf8.count { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } >= 10
        // What tells forms apart stays: the first sign of its kind, whether all letters are hexadecimal, and the first that is not.
        let sign = text.unicodeScalars.firstIndex { !isPlain($0) && !separators.contains($0) }
        let other = text.unicodeScalars.firstIndex { !isHexadecimal($0) && !separators.contains($0) }
        for (position, index) in zip(0..., text.unicodeScalars.indices) {
            let random = UInt32(truncatingIfNeeded: generator.next() >> 32)
            let scalar = text.unicodeScalars[index]
            let letters: Range<UInt32> = other == nil ? 0..<6 : index == other ? 6..<26 : 0..<26
            if position < kept {
                result.append(scalar)
            } else if index == sign {
                result.append(scalar == "!" ? "*" : "!")
            } else {
                result.append(replacement(for: scalar, random, digits: isLikeNumber ? 5 : 9, letters))
            }
        }
        return String(result)
    }

    /// The first part of a JSON Web Token (RFC 7519), if it says nothing but how the token is signed or encrypted.
    private static func tokenHeader(of text: String) -> Substring? {
        guard text.hasPrefix("eyJ"), let end = text.firstIndex(of: ".") else { return nil }
        let header = text[..<end]
        guard header.utf8.count <= 200, let decoded = base64Decoded(header),
            case .object(let object)? = try? parseJSON(decoded), object["alg"] != nil,
            object.members.allSatisfy({ member in
                guard case .string(let value) = member.value else { return false }
                return ["alg", "typ", "cty", "enc", "zip"].contains(member.name) && value.utf8.count <= 16
            })
        else { return nil }
        return header
    }

    /// A letter or a digit of ASCII, or one that is full-width.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? scalar.properties.isAlphabetic || "0"..."9" ~= scalar : isFullWidth(scalar)
    }

    private static func isFullWidth(_ scalar: Unicode.Scalar) -> Bool {
        0xFF21...0xFF5A ~= scalar.value || 0xFF10...0xFF19 ~= scalar.value
    }

    private static func isHexadecimal(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && Character(scalar).isHexDigit
    }

    /// A digit becomes one of the first `digits` above 0, and a letter one of `letters`, counted from A. Any other sign becomes a small
    /// letter: their number stays.
    private static func replacement(
        for scalar: Unicode.Scalar, _ random: UInt32, digits: UInt32, _ letters: Range<UInt32>
    ) -> Unicode.Scalar {
        // Full-width letters and digits have their own block, in the order of ASCII.
        let offset: UInt32 = isFullWidth(scalar) ? 0xFEE0 : 0
        let replaced: UInt32? =
            switch scalar.value - offset {
            // Never 0, so that a number keeps its count of digits.
            case 0x30...0x39: 0x31 + random % digits
            case 0x61...0x7A: 0x61 + letters.lowerBound + random % UInt32(letters.count)
            case 0x41...0x5A: 0x41 + letters.lowerBound + random % UInt32(letters.count)
            case _ where Self.separators.contains(scalar): nil
            case 0x21...0x7E, 0x80...: 0x61 + random % 26
            default: nil
            }
        return replaced.flatMap { Unicode.Scalar($0 + offset) } ?? scalar
    }
}
