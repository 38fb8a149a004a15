import JSON
import Source

/// Parses a JSON body in which placeholders such as `{{count}}` may replace values.
func jsonBody(_ text: String) -> ForeignRequest.Body? {
    if let value = try? parseJSON(Array(text.utf8)) { return .json(value) }
    // Without a placeholder, the error is something else.
    guard text.range(ofText: "{{") != nil, text.range(ofText: "}}") != nil else { return nil }
    var quoted = ""
    var isInString = false
    var isEscaped = false
    var rest = Substring(text)
    while let character = rest.first {
        if !isInString, rest.hasPrefix("{{") {
            guard let end = rest.prefix(200).range(ofText: "}}") else { return nil }
            quoted += "\"\(rest[..<end.upperBound])\""
            rest = rest[end.upperBound...]
            continue
        }
        if character == "\"", !isEscaped { isInString.toggle() }
        isEscaped = character == "\\" && !isEscaped
        quoted.append(character)
        rest.removeFirst()
    }
    return (try? parseJSON(Array(quoted.utf8))).map { .json($0) }
}

/// Parses an encoded form such as `a=b&c=d`. Nil for any other string, which is never copied.
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
