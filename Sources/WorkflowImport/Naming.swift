import JSON

/// A scalar of YAML that is this text for every reader: in double quotes, but for plain words.
func yamlText(_ text: String) -> String {
    let isPlain =
        text.first.map { $0.isASCII && $0.isLetter || $0 == "/" } ?? false
        && text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
                || "_-./ ".utf8.contains(byte)
        } && !text.hasSuffix(" ")
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    return isPlain ? text : JSONValue.string(text).serialized
}

/// A name that an expression can have: `x-api key` as `x_api_key`.
func variableName(_ name: String) -> String {
    let text = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
    return text.first.map { $0.isNumber } ?? true ? "_\(text)" : text
}

/// A file's name: `Send an OTP (new)` as `send-an-otp-new`.
func fileName(_ title: String) -> String {
    let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.isEmpty ? "imported" : String(words.joined(separator: "-").prefix(60))
}

/// Text of an address, with `%41` as `A` and `+` as a space.
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

/// The name, or the name with the first number that makes it one of its own.
func firstUnused(_ name: String, separator: String = "_", isUsed: (String) -> Bool) -> String {
    if !isUsed(name) { return name }
    var number = 2
    while isUsed("\(name)\(separator)\(number)") { number += 1 }
    return "\(name)\(separator)\(number)"
}
