extension Reading {
    /// The fewest printable characters in a row that are taken for text. Bytes that are no text decode to fewer.
    private static let minimumText = 4

    /// What is text when base64 is decoded, at each alignment: a text that was cut, or is within a longer one, may start anywhere.
    /// White space between the characters is left out. Nil if there is none.
    func base64Decoded() -> Reading? {
        decoded(bitsPerDigit: 6, alignments: 4, minimumDigits: 6) { byte in
            ByteTraits.base64Digit(byte).map { .digit($0) }
                ?? (byte <= UInt8(ascii: " ") || byte == UInt8(ascii: "\u{7F}") ? .between : .end)
        }
    }

    /// What is text when hexadecimal digits are decoded. Separators between the digits are left out, also `0x` and `\x`.
    func hexadecimalDecoded() -> Reading? {
        decoded(bitsPerDigit: 4, alignments: 2, minimumDigits: 8) { byte in
            if let digit = ByteTraits.hexadecimalDigit(byte) { return .digit(digit) }
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") { return .betweenOfList }
            return byte <= UInt8(ascii: " ") || #":-%=\xX_."#.utf8.contains(byte) ? .between : .end
        }
    }

    private enum Role {
        case digit(UInt8)
        case between
        /// Between the digits of a list, but after whole digits, between two texts.
        case betweenOfList
        case end
    }

    private func decoded(
        bitsPerDigit: Int, alignments: Int, minimumDigits: Int, _ role: (UInt8) -> Role
    ) -> Reading? {
        var result = Reading(of: self, capacity: 64)
        var digits: [UInt8] = []
        var places: [Int] = []
        var isList = false
        func decodeRun() {
            if digits.count >= minimumDigits {
                for alignment in 0..<alignments {
                    decode(digits[alignment...], places[alignment...], bitsPerDigit, into: &result)
                }
            }
            digits.removeAll(keepingCapacity: true)
            places.removeAll(keepingCapacity: true)
            isList = false
        }
        for (index, byte) in bytes.enumerated() {
            switch role(byte) {
            case .digit(let digit):
                // The `0` of `0x` is no digit.
                if bitsPerDigit == 4, digit == 0, index + 1 < count, bytes[index + 1] | 0x20 == UInt8(ascii: "x") {
                    continue
                }
                digits.append(digit)
                places.append(index)
            case .between: break
            case .betweenOfList where digits.count >= minimumDigits && !isList: decodeRun()
            case .betweenOfList: isList = true
            case .end: decodeRun()
            }
        }
        decodeRun()
        return result.count == 0 ? nil : result
    }

    /// Appends each run of printable characters to `result`, with a gap after it.
    private func decode(
        _ digits: ArraySlice<UInt8>, _ places: ArraySlice<Int>, _ bitsPerDigit: Int, into result: inout Reading
    ) {
        var (value, bits, text) = (0, 0, 0)
        func end() {
            if text >= Self.minimumText { result.appendGap() } else { result.removeLast(text) }
            text = 0
        }
        for index in digits.indices {
            value = (value << bitsPerDigit | Int(digits[index])) & 0xFFF
            bits += bitsPerDigit
            guard bits >= 8 else { continue }
            bits -= 8
            let byte = UInt8(truncatingIfNeeded: value >> bits)
            if ByteTraits.isPrintable(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                // A byte of base64 is in two characters.
                result.append(byte, of: self, places[index - 1]..<(places[index] + 1))
                text += 1
            } else if byte != 0 {
                // In UTF-16, every other byte of ASCII text is zero.
                end()
            }
        }
        end()
    }
}
