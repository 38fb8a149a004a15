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

/// Names that are all different.
struct UniqueNames {
    private let separator: String
    private var used: Set<String> = []
    /// The number to try next, by the name that was asked for.
    private var next: [String: Int] = [:]

    init(separator: String = "_") {
        self.separator = separator
    }

    /// The name, or the name with the lowest number from 2 that no other has.
    mutating func add(_ name: String) -> String {
        if used.insert(name).inserted { return name }
        var number = next[name] ?? 2
        while !used.insert("\(name)\(separator)\(number)").inserted { number += 1 }
        next[name] = number + 1
        return "\(name)\(separator)\(number)"
    }
}
