/// Finds what looks like a key in text that people write, by its shape alone: a file must not hold keys, and a message must
/// not repeat one that is there by mistake.
extension StringProtocol {
    /// Whether a word without spaces looks like a key, a token or a UUID: at least 16 characters that make no words.
    package var looksLikeSecret: Bool {
        split { "_-./~+=".contains($0) }.contains { $0.isRandom } || isUUID
    }

    /// 8, 4, 4, 4 and 12 hexadecimal digits.
    private var isUUID: Bool {
        split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count) == [8, 4, 4, 4, 12]
            && allSatisfy { $0 == "-" || $0.isASCII && $0.isHexDigit }
    }

    /// Letters and digits that change places more often than in names, or many of both in one word.
    private var isRandom: Bool {
        let bytes = Array(utf8)
        let digits = bytes.count(where: \.isDigit)
        guard bytes.count >= 16, digits > 0, digits < bytes.count else { return isRandomLetters(bytes) }
        if bytes.count >= 20, digits >= 3 { return true }
        var (groups, changes) = (bytes[0].isDigit ? 1 : 0, 0)
        for (left, right) in zip(bytes, bytes.dropFirst()) where left.startsOther(right) {
            changes += 1
            if right.isDigit { groups += 1 }
        }
        return groups >= 3 || changes * 10 >= bytes.count * 3
    }

    /// Only long: `sendOTPAndVerifyIt` has as many changes.
    private func isRandomLetters(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 32, !bytes.contains(where: \.isDigit) else { return false }
        return zip(bytes, bytes.dropFirst()).count { $0.startsOther($1) } * 10 >= bytes.count * 2
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    private var kind: Int {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): 0
        case UInt8(ascii: "a")...UInt8(ascii: "z"): 1
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): 2
        default: 3
        }
    }

    /// Whether the next character is of another kind. A capital letter before a small one begins a word.
    fileprivate func startsOther(_ next: UInt8) -> Bool { kind != next.kind && !(kind == 2 && next.kind == 1) }
}
