/// Parses an encoded form such as `a=b&c=d`. Nil for any other string.
func formFields(_ text: String) -> [(name: String, value: String)]? {
    var fields: [(name: String, value: String)] = []
    for pair in text.split(separator: "&") {
        guard let mark = pair.firstIndex(of: "=") else { return nil }
        let name = percentDecoded(pair[..<mark])
        guard !name.isEmpty, name.utf8.allSatisfy(\.isNameByte) else { return nil }
        fields.append((name, percentDecoded(pair[pair.index(after: mark)...])))
    }
    return fields
}

/// The parameters of a URL's query; one without a `=` is empty.
func queryParameters(_ text: String) -> [(name: String, value: String)] {
    text.split(separator: "&").map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (percentDecoded(parts[0]), parts.count > 1 ? percentDecoded(parts[1]) : "")
    }
}

/// Decodes a form value: `%41` becomes `A`, and `+` becomes a space.
func percentDecoded(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        let digits = rest.prefix(2)
        if byte == 37, digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte == 43 ? 32 : byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
