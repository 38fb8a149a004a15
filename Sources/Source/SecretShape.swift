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

extension String {
    /// The words that look like a key, and the user and password of a URL.
    package var secretWords: [String] {
        let words = unicodeScalars.split { !$0.isOfWord }.map(String.init)
        return words.filter(\.looksLikeSecret) + usersOfURLs
    }

    private var usersOfURLs: [String] {
        ranges(of: "://").compactMap { scheme in
            let authority = self[scheme.upperBound...].prefix { !"/ \"'`<>|?#".contains($0) && !$0.isWhitespace }
            return authority.lastIndex(of: "@").map { String(authority[..<$0]) }
        }.filter { $0.contains(":") }
    }

    /// Replaces a word. Replaces its start too, of at least 8 characters, because messages cut long text.
    package func hiding(_ word: String, as mask: String) -> String {
        let start = word.prefix(8)
        var (result, rest) = ("", self[...])
        while let found = rest.firstRange(of: start) {
            var end = found.upperBound
            var wanted = word.dropFirst(start.count)
            while end < rest.endIndex, let next = wanted.first, rest[end] == next {
                end = rest.index(after: end)
                wanted = wanted.dropFirst()
            }
            result += rest[..<found.lowerBound] + mask
            rest = rest[end...]
        }
        return result + rest
    }
}

extension SourceRange {
    /// The words in its lines that look like a key. Of long and of many lines, only what can be shown is searched.
    package var secretWords: [String] {
        (start.line...max(start.line, min(end.line, start.line + 20))).flatMap { words(ofLine: $0) }
    }

    private func words(ofLine line: Int) -> [String] {
        let scalars = file.scalars(ofLine: line)
        let first = line == start.line ? min(start.column - 1, scalars.count) : 0
        let last = line == end.line ? max(first, min(end.column - 1, scalars.count)) : first
        var (from, to) = (max(0, first - Self.margin), min(scalars.count, last + Self.margin))
        // No word is cut.
        while from > 0, from < scalars.count, scalars[from].isOfWord { from -= 1 }
        while to < scalars.count, scalars[to].isOfWord { to += 1 }
        return String(String.UnicodeScalarView(scalars[from..<to])).secretWords
    }

    private static let margin = 400
}

extension Unicode.Scalar {
    /// A character of a key, a path or a URL.
    fileprivate var isOfWord: Bool {
        isASCII && (properties.isAlphabetic || "0"..."9" ~= self || "_-./~+=".unicodeScalars.contains(self))
    }
}
