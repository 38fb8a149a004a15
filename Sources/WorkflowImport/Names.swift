/// A name that is valid in expressions: `x-api key` becomes `x_api_key`.
func variableName(_ name: String) -> String {
    let text = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
    return text.first.map { $0.isNumber } ?? true ? "_\(text)" : text
}

/// A file name: `Send an OTP (new)` becomes `send-an-otp-new`.
func fileName(_ title: String) -> String {
    let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.isEmpty ? "imported" : String(words.joined(separator: "-").prefix(60))
}

/// The name, or the name with the lowest number from 2 that makes it unique.
func firstUnused(_ name: String, separator: String = "_", isUsed: (String) -> Bool) -> String {
    if !isUsed(name) { return name }
    var number = 2
    while isUsed("\(name)\(separator)\(number)") { number += 1 }
    return "\(name)\(separator)\(number)"
}
