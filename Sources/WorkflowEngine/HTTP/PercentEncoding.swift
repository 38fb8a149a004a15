extension String {
    /// Percent-encoded for a query: all but RFC 3986's unreserved characters.
    var percentEncodedForQuery: String { percentEncoded(keeping: "") }

    /// Percent-encoded for a path: separators, sub-delimiters and what is encoded already stay as they are.
    var percentEncodedForPath: String { percentEncoded(keeping: "/%!$&'()*+,;=:@") }

    private func percentEncoded(keeping kept: String) -> String {
        var result = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where kept.utf8.contains(byte):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
