import JSON

extension SandboxRequest {
    /// The names and values of the query; nil if it is not percent-encoded UTF-8.
    var queryParameters: JSONObject? {
        var parameters = JSONObject()
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = formDecoded(parts[0]), let value = formDecoded(parts.count > 1 ? parts[1] : "") else {
                return nil
            }
            parameters.append(name, .string(value))
        }
        return parameters
    }
}

/// Decodes percent-encoding; nil if the text is not percent-encoded UTF-8.
func percentDecoded(_ text: Substring) -> String? { decoded(text, space: UInt8(ascii: "+")) }

/// Decodes percent-encoding and turns each `+` into a space, as in HTML forms.
private func formDecoded(_ text: Substring) -> String? { decoded(text, space: UInt8(ascii: " ")) }

/// `space` is what each `+` stands for.
private func decoded(_ text: Substring, space: UInt8) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "+"): bytes.append(space)
        case UInt8(ascii: "%"):
            guard let high = rest.popFirst().flatMap(hexadecimalDigit),
                let low = rest.popFirst().flatMap(hexadecimalDigit)
            else { return nil }
            bytes.append(high << 4 | low)
        default: bytes.append(byte)
        }
    }
    return String(validating: bytes, as: UTF8.self)
}

private func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
}
