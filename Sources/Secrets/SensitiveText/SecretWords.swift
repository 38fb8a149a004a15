/// Names of fields and headers that say that their value is secret: `otp`, `otpCode`, `access_token`, `userPassword`.
package enum SecretWords {
    /// Whether a value of this name must not be shown. It has one of the words, in any case and spelling, and no word that says that
    /// the value only describes the secret, as in `otp_expiry_timestamp`.
    package static func areIn(_ name: String) -> Bool {
        name.utf8.withContiguousStorageIfAvailable { areIn($0[...]) } ?? areIn(Array(name.utf8)[...])
    }

    static func areIn(_ name: some RandomAccessCollection<UInt8>) -> Bool {
        guard name.count >= 3, name.count <= maximumLength, mayBeIn(name) else { return false }
        let words = words(of: name)
        guard words.contains(where: isSecret), !words.contains(where: describing.contains) else { return false }
        // Not `otp_time`, but `one_time_password`.
        return !words.indices.contains { words[$0] == "time" && !($0 > 0 && words[$0 - 1] == "one") }
    }

    private static let maximumLength = 100
    private static let secret = [
        "otp", "otps", "token", "tokens", "password", "passwords", "passwd", "passcode", "passphrase", "pwd", "secret",
        "secrets", "mpin", "jwt", "authorization", "apikey",
    ]
    private static let describing: Set<String> = [
        "expiry", "expires", "expire", "expired", "expiration", "exp", "timestamp", "date", "type",
        "length", "len", "count", "limit", "attempt", "attempts", "retry", "retries", "status", "valid",
        "validity", "verified", "sent", "required", "enabled", "generated", "reference", "ref",
        "ttl", "message", "msg", "url", "uri", "format", "mode", "channel", "template", "remaining", "seconds",
        "minutes", "policy", "endpoint", "algorithm", "version", "size", "regex", "pattern", "digits", "hint", "error",
        "reason", "description", "label", "issuer", "scope", "name",
    ]

    /// Whether a word is secret alone, or with others that are written without a separator: `accesstoken`, `otpcode`.
    private static func isSecret(_ word: String) -> Bool {
        secret.contains { word == $0 || word.hasSuffix($0) }
            || ["otp", "token", "password"].contains { start in
                word.hasPrefix(start)
                    && ["code", "value", "number", "no", "pin", "key"].contains(word.dropFirst(start.count))
            }
    }

    /// A fast check: false for most names.
    private static func mayBeIn(_ name: some RandomAccessCollection<UInt8>) -> Bool {
        var last: UInt32 = 0
        for byte in name {
            last = last << 8 & 0xFF_FFFF | UInt32(byte | 0x20)
            if SensitiveText.marks[SensitiveText.place(of: last)] { return true }
        }
        return false
    }

    /// The first three letters of each word.
    static let starts: [UInt32] = Set(secret.map { $0.utf8.prefix(3).reduce(0) { $0 << 8 | UInt32($1) } }).sorted()

    /// Splits at anything that is no letter or digit, and where an upper case letter follows a lower case one.
    private static func words(of name: some RandomAccessCollection<UInt8>) -> [String] {
        var words: [[UInt8]] = [[]]
        var wasLower = false
        for byte in name {
            let isUpper = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
            if !ByteTraits.isLetterOrDigit(byte) || isUpper && wasLower { words.append([]) }
            if ByteTraits.isLetterOrDigit(byte) { words[words.count - 1].append(byte | 0x20) }
            wasLower = !isUpper && ByteTraits.isLetterOrDigit(byte)
        }
        return words.map { String(decoding: $0, as: UTF8.self) }
    }
}
