extension String {
    /// Percent-encoded for a query: only RFC 3986's unreserved characters are kept.
    package var percentEncodedForQuery: String { percentEncoded(keeping: .unreserved) }

    /// Percent-encoded for a path: separators, sub-delimiters and what is already encoded are kept.
    package var percentEncodedForPath: String { percentEncoded(keeping: .path) }

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
