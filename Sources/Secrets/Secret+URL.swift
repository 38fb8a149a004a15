/// The URL of a database as a secret, because it usually has a password in it.
extension Secret {
    /// The URL, hidden only as a whole, because its parts are ordinary words, for example a host. Nil if the secret is not a
    /// URL with one of these schemes.
    package func url(ofSchemes schemes: [String]) -> Secret? {
        let isURL = schemes.contains { text.hasPrefix("\($0)://") && text.utf8.count > $0.utf8.count + 3 }
        return isURL ? Secret(text, isSecretInParts: false) : nil
    }

    /// The passwords in a URL, as written and percent-decoded: behind the user, and in parameters such as `password`.
    package var passwordsOfURL: [Secret] {
        guard let scheme = text.firstRange(of: "://") else { return [] }
        let rest = text[scheme.upperBound...]
        let query = rest.firstIndex(of: "?").map { rest[rest.index(after: $0)...] } ?? ""
        var passwords: [Substring] = []
        // A password with a '/', a '?' or an '@' that was not encoded is hidden too.
        if let end = rest.lastIndex(of: "@"), let colon = rest[..<end].firstIndex(of: ":") {
            passwords.append(rest[rest.index(after: colon)..<end])
        }
        for parameter in query.split(separator: "&") {
            guard let equals = parameter.firstIndex(of: "="), parameter[..<equals].lowercased().hasSuffix("password")
            else { continue }
            passwords.append(parameter[parameter.index(after: equals)...])
        }
        return passwords.filter { !$0.isEmpty }.flatMap { password -> [Secret] in
            let decoded = password.percentDecoded
            return [Secret(String(password))] + (decoded == password ? [] : [Secret(decoded)])
        }
    }
}

extension Substring {
    fileprivate var percentDecoded: String {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            let isEncoded =
                byte == UInt8(ascii: "%") && digits.count == 2
                && digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
            if isEncoded, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
