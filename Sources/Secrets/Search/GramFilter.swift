/// A fast check that most texts pass: whether a text can hold a secret in any reading. It may say yes wrongly.
///
/// It knows each four consecutive characters of each secret, by their hash. In a text, every fourth place is looked at: a run of 8
/// characters has one of these places with all four characters in the run. Encodings are seen by their shape.
struct GramFilter: Sendable {
    /// A bit for each gram by its hash. This check alone passes most places of a text.
    private var bits = [UInt64](repeating: 0, count: 1 << (bitCount - 6))
    private static let bitCount: UInt32 = 12
    /// The grams themselves: a few in a list, which is fast to make, or many in a set.
    private var few: [UInt32] = []
    private var many: Set<UInt32> = []
    private static let maximumFew = 100
    /// Whether every place has to be looked at, because a secret, or half of one, has fewer than 8 characters.
    private(set) var hasShort = false

    /// A secret with fewer characters may be in two parts that are both shorter than 8.
    private static let shortLength = 16

    /// Whether a text with the secret is searched although none of its grams is known: if it is long and has hexadecimal digits alone.
    static func seesByShape(_ secret: Secret) -> Bool {
        secret.size >= 32 && secret.text.utf8.allSatisfy { ByteTraits.hexadecimalDigit($0) != nil }
    }

    mutating func insert(_ secret: Secret) {
        let bytes = Folding.fold(secret)
        guard bytes.count >= SecretSearch.minimumSize else { return }
        if bytes.count < Self.shortLength { hasShort = true }
        insert(bytes)
        if bytes.count < Needles.runLength { insertSpellings(ofShort: bytes) }
        // The search also looks for a number without its leading zeros.
        if bytes.first == UInt8(ascii: "0") { insert(Array(bytes.drop { $0 == UInt8(ascii: "0") })) }
    }

    /// A secret that is too short to be seen by the shape of its encoding: its start in hexadecimal, and with separators.
    private mutating func insertSpellings(ofShort bytes: [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        let hexadecimal = bytes.prefix(2).flatMap { byte in [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        insert(hexadecimal)
        // In base64 at each alignment, and in base64 of that.
        for offset in 0..<3 {
            let once = Self.base64([UInt8](repeating: 0x20, count: offset) + bytes)
            insert(once.dropFirst(offset == 0 ? 0 : 4).map(ByteTraits.fold))
            insert(Self.base64(once).dropFirst(offset == 0 ? 0 : 6).map(ByteTraits.fold))
        }
        for separator in " :-=,".utf8 { insert(hexadecimal[..<2] + [separator] + [hexadecimal[2]]) }
        for separator in " -._".utf8 {
            insert(bytes[..<3] + [separator])
            insert(bytes[..<2] + [separator, bytes[2]])
            insert([bytes[0], separator, bytes[1], bytes[2]])
            insert([bytes[0], separator, bytes[1], separator])
        }
    }

    /// The characters that depend on the bytes alone.
    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        return (0..<(bytes.count * 8 / 6)).map { index in
            let bit = index * 6
            let pair = UInt16(bytes[bit / 8]) << 8 | (bit / 8 + 1 < bytes.count ? UInt16(bytes[bit / 8 + 1]) : 0)
            return alphabet[Int(pair >> (10 - UInt16(bit % 8)) & 63)]
        }
    }

    private mutating func insert(_ bytes: some Sequence<UInt8>) {
        if few.isEmpty { few.reserveCapacity(64) }
        var gram: UInt32 = 0
        for (index, byte) in bytes.enumerated() {
            gram = gram << 8 | UInt32(byte)
            guard index >= 3 else { continue }
            let bit = Self.bit(gram)
            bits[bit >> 6] |= 1 << UInt64(bit & 63)
            if few.count < Self.maximumFew { few.append(gram) } else { many.insert(gram) }
        }
    }

    @inline(__always)
    private static func bit(_ gram: UInt32) -> Int { Int((gram &* 0x9E37_79B1) >> (32 - bitCount)) }

    private func contains(_ gram: UInt32) -> Bool { few.contains(gram) || many.contains(gram) }

    /// Several filters that are asked in one pass.
    struct Group: Sendable {
        private let filters: [GramFilter]
        /// The bits of all filters.
        private var bits = [UInt64](repeating: 0, count: 1 << (GramFilter.bitCount - 6))
        private(set) var hasShort = false

        init(_ filters: [GramFilter]) {
            self.filters = filters
            for filter in filters {
                for index in bits.indices { bits[index] |= filter.bits[index] }
                hasShort = hasShort || filter.hasShort
            }
        }

        func mayMatch(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
            guard text.count >= SecretSearch.minimumSize else { return false }
            return ByteTraits.table.withUnsafeBufferPointer { table in
                bits.withUnsafeBufferPointer { bits in
                    var scan = GramScan(bits: bits, hasShort: hasShort)
                    for byte in text where scan.take(table[Int(byte)], contains) { return true }
                    return false
                }
            }
        }

        private func contains(_ gram: UInt32) -> Bool { filters.contains { $0.contains(gram) } }
    }

    /// The state of a scan after some bytes of a text.
    private struct GramScan {
        let bits: UnsafeBufferPointer<UInt64>
        /// Every place is looked at, or every fourth.
        let places: UInt32
        /// Six single characters with something between, or four if there are short secrets.
        let singles: (mask: UInt32, pattern: UInt32)
        var count: UInt32 = 0
        /// The last four characters.
        var gram: UInt32 = 0
        /// The last 32 characters, a bit for each: whether it is a letter or a digit, and whether it is a hexadecimal digit.
        var letters: UInt32 = 0
        var digits: UInt32 = 0
        /// The last eight characters of base64, which are six bytes.
        var sextets: UInt64 = 0
        var sextetCount = 0
        /// A bit for each of the last places: whether the six bytes that ended there are printable.
        var printable: UInt32 = 0

        init(bits: UnsafeBufferPointer<UInt64>, hasShort: Bool) {
            self.bits = bits
            places = hasShort ? 0 : 3
            singles = hasShort ? (0x7F, 0x55) : (0x7FF, 0x555)
        }

        /// Takes a byte with its traits. Whether the text has to be searched.
        @inline(__always)
        mutating func take(_ traits: UInt32, _ contains: (UInt32) -> Bool) -> Bool {
            if traits & (ByteTraits.needsReading | ByteTraits.isIgnored) != 0 {
                return traits & ByteTraits.needsReading != 0
            }
            gram = gram << 8 | traits & ByteTraits.folded
            count &+= 1
            if count & places == 0, isKnown(gram, contains) { return true }
            letters = letters << 1 | traits >> 16 & 1
            digits = digits << 1 | traits >> 15 & 1
            // Within a word no group ends, and within a number no single character.
            if letters & 3 != 3, looksSeparated || looksGrouped { return true }
            if digits & 3 == 3, looksHexadecimal { return true }
            return gram & 0xFFFF == Self.hexadecimalPrefix || takeBase64(traits, contains)
        }

        /// `0x`
        private static let hexadecimalPrefix: UInt32 = 0x3078

        /// Single characters with something between, also in a list of JSON strings.
        @inline(__always)
        private var looksSeparated: Bool {
            letters & singles.mask == singles.pattern || letters & 0x1_FFFF == 0x1_1111
        }

        @inline(__always)
        private func isKnown(_ gram: UInt32, _ contains: (UInt32) -> Bool) -> Bool {
            let bit = GramFilter.bit(gram)
            return bits[bit >> 6] & 1 << UInt64(bit & 63) != 0 && contains(gram)
        }

        /// Four groups of three letters or digits, five groups of two, or four groups of four.
        @inline(__always)
        private var looksGrouped: Bool {
            // A zero before and after them: parts of words, as in `May 22 16:04:04 IST`, are no groups.
            letters & 0x1_FFFF == 0b0_1110_1110_1110_1110 || letters & 0xFFFF == 0b0110_1101_1011_0110
                || letters & 0x1F_FFFF == 0b0_1111_0111_1011_1101_1110
        }

        /// Sixteen digits in one piece, five pairs, also with two separators, or groups of four, six or eight. All of them end in two.
        @inline(__always)
        private var looksHexadecimal: Bool {
            digits & 0xFFFF == 0xFFFF || digits & 0x3FFF == 0b11_0110_1101_1011
                || digits & 0x7_FFFF == 0b111_1011_1101_1110_1111 || digits & 0x3FFF == 0x3333
                || digits & 0x1_FFFF == 0x1_FEFF || digits & 0x1FFF == 0x1FBF
        }

        /// Text within base64 within base64 is seen by sixteen characters that are all printable text; a secret, by its grams.
        @inline(__always)
        private mutating func takeBase64(_ traits: UInt32, _ contains: (UInt32) -> Bool) -> Bool {
            guard traits & ByteTraits.isBase64 != 0 else {
                if traits & ByteTraits.isSpace == 0 {
                    sextetCount = 0
                    printable = 0
                }
                return false
            }
            sextets = sextets << 6 | UInt64((traits & ByteTraits.base64Value) >> ByteTraits.base64Shift)
            sextetCount &+= 1
            printable <<= 1
            // Most words are shorter.
            guard sextetCount >= 8 else { return false }
            // Text in UTF-16: every other byte is zero.
            if sextets & 0x00FF_00FF_00FF == 0 || sextets & 0xFF00_FF00_FF00 == 0 { return true }
            // Each of the six bytes has its highest bit clear, and one of the next two set.
            guard sextets & 0x8080_8080_8080 == 0 else { return false }
            // A number: whose it is does not depend on secrets.
            if sextets & 0xF0F0_F0F0_F0F0 == 0x3030_3030_3030 { return true }
            guard (sextets | sextets << 1) & 0x4040_4040_4040 == 0x4040_4040_4040 else { return false }
            printable |= 1
            return printable & 0x111 == 0x111 || hasKnownGram(contains)
        }

        private func hasKnownGram(_ contains: (UInt32) -> Bool) -> Bool {
            var gram: UInt32 = 0
            for index in 0..<6 {
                gram = gram << 8 | UInt32(ByteTraits.fold(UInt8(truncatingIfNeeded: sextets >> UInt64(40 - index * 8))))
                if index >= 3, isKnown(gram, contains) { return true }
            }
            return false
        }
    }
}
