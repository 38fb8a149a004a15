/// Names of fields and headers that say that their value is secret: `otp`, `otpCode`, `access_token`, `userPassword`.
package enum SecretWords {
    /// Whether a value of this name must not be shown. It has one of the words, in any case and spelling, and no word that says that
    /// the value only describes the secret, as in `otp_expiry_timestamp`.
    package static func areIn(_ name: String) -> Bool {
        name.utf8.withContiguousStorageIfAvailable(areIn) ?? Array(name.utf8).withUnsafeBufferPointer(areIn)
    }

    static func areIn(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard name.count >= 3, name.count <= maximumLength, mayBeIn(name) else { return false }
        var isSecret = false
        // Not `otp_time`, but `one_time_password`.
        var isAfterOne = false
        var wasLower = false
        var start = name.startIndex
        func isDescribing(before end: Int) -> Bool {
            guard start < end else { return false }
            let role = role(name[start..<end])
            if role == .secret { isSecret = true }
            defer { isAfterOne = role == .one }
            return role == .describing || role == .time && !isAfterOne
        }
        for index in name.indices {
            let byte = name[index]
            let isUpper = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
            let isLetter = ByteTraits.isLetterOrDigit(byte)
            // Also before the last upper case letter of several: `OTPText`.
            let startsWord =
                isUpper && !wasLower && index > start && index + 1 < name.endIndex
                && UInt8(ascii: "a")...UInt8(ascii: "z") ~= name[index + 1]
            if !isLetter || isUpper && wasLower || startsWord {
                if isDescribing(before: index) { return false }
                start = isLetter ? index : index + 1
            }
            wasLower = !isUpper && isLetter
        }
        return !isDescribing(before: name.endIndex) && isSecret
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
        "used", "per", "max", "min", "resend", "after", "service", "provider", "id", "ids", "enabled", "window",
        "reason", "description", "label", "issuer", "scope", "name",
    ]

    /// A fast check: false for most names.
    private static func mayBeIn(_ name: some RandomAccessCollection<UInt8>) -> Bool {
        let marks = marks
        var last: UInt32 = 0
        for byte in name {
            last = last << 8 & 0xFF_FFFF | UInt32(byte | 0x20)
            if marks[SensitiveText.place(of: last)] { return true }
        }
        return false
    }

    /// The first three letters of each word, by their hash.
    static let marks: [Bool] = {
        var marks = [Bool](repeating: false, count: 1 << 12)
        for word in secret {
            marks[SensitiveText.place(of: word.utf8.prefix(3).reduce(0) { $0 << 8 | UInt32($1) })] = true
        }
        return marks
    }()

    /// Whether the word is secret, and whether it only describes a secret.
    private enum Role {
        case secret
        case describing
        case one
        case time
        case other
    }

    private static func role(_ numbered: Slice<UnsafeBufferPointer<UInt8>>) -> Role {
        // `otp1`, `authToken2`
        var word = numbered
        while let last = word.last, ByteTraits.isDigit(last) { word = word.dropLast() }
        guard word.count <= maximumWord else { return hasSecretPart(word) ? .secret : .other }
        return roles[packed(word)] ?? (hasSecretPart(word) ? .secret : .other)
    }

    /// No word that describes a secret is longer.
    private static let maximumWord = 16

    private static let roles: [UInt128: Role] = {
        var roles: [UInt128: Role] = [packed("one".utf8): .one, packed("time".utf8): .time]
        for word in secret { roles[packed(word.utf8)] = .secret }
        for word in describing { roles[packed(word.utf8)] = .describing }
        return roles
    }()

    /// A word in lower case as a number.
    private static func packed(_ word: some Collection<UInt8>) -> UInt128 {
        word.reduce(0) { $0 << 8 | UInt128($1 | 0x20) }
    }

    /// Whether a word is secret alone, or with others that are written without a separator: `accesstoken`, `otpcode`.
    private static func hasSecretPart(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard mayBeIn(word) else { return false }
        func isSame(_ part: some Collection<UInt8>, _ other: String) -> Bool {
            part.elementsEqual(other.utf8) { $0 | 0x20 == $1 | 0x20 }
        }
        return secret.contains { isSame(word.suffix($0.utf8.count), $0) }
            || ["otp", "token", "password"].contains { start in
                isSame(word.prefix(start.utf8.count), start)
                    && ["code", "value", "number", "no", "pin", "key"].contains {
                        isSame(word.dropFirst(start.utf8.count), $0)
                    }
            }
    }
}
