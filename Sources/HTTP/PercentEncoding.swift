extension String {
    /// Percent-encoded for a query: only RFC 3986's unreserved characters are kept.
    package var percentEncodedForQuery: String { percentEncoded(keeping: .unreserved) }

    /// Percent-encoded for a path: separators, sub-delimiters and what is already encoded are kept.
    package var percentEncodedForPath: String { withStrayPercentSignsEncoded.percentEncoded(keeping: .path) }

    /// A percent sign that starts no encoded byte is a character like any other.
    private var withStrayPercentSignsEncoded: String {
        let bytes = Array(utf8)
        guard bytes.contains(UInt8(ascii: "%")) else { return self }
        var result: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let digits = bytes.dropFirst(index + 1).prefix(2)
            let isEncoded = digits.count == 2 && digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
            result += byte == UInt8(ascii: "%") && !isEncoded ? Array("%25".utf8) : [byte]
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func percentEncoded(keeping kept: ByteSet) -> String {
        if kept.containsAll(of: self) { return self }
        var result = ""
        for byte in utf8 {
            if kept.contains(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
