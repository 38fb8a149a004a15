import Secrets
import Source
import WorkflowModel

extension StringProtocol {
    /// Whether a variable, a header or a field of this name usually holds a secret, judged by the words in it: `apiKey`, and
    /// not `keyboard` or `author`.
    var namesSecretByWords: Bool {
        guard namesSecret else { return false }
        if SecretWords.areIn(String(self)) { return true }
        let words = wordsOfName
        if let last = words.last, SecretNameWords.describing.contains(last) { return words.areOfAddressWithPassword }
        return words.indices.contains { words.isSecret(at: $0) }
    }

    /// Whether the string has the form of a secret, whatever its name: a token, a secret's name with its value, also in JSON, or digits
    /// beside the word OTP.
    var looksSecret: Bool {
        let text = lowercased()
        if utf8.count <= 4_096, SensitiveText.mayBe(in: String(self)), !SensitiveText.ranges(in: Array(utf8)).isEmpty {
            return true
        }
        return ["bearer ", "basic ", "eyj", "-----begin"].contains { text.contains(text: $0) }
            || split(whereSeparator: { "?&;, ".contains($0) }).contains { part in
                part.firstIndex(of: "=").map { part[..<$0].namesSecretByWords } ?? false
            }
    }

    /// Whether the string has the name of a secret anywhere in it, or the form of a secret. A long string counts as one.
    var mentionsSecret: Bool {
        looksSecret || utf8.count > 4_096 || holdsKey()
            || split { !($0.isLetter || $0.isNumber || "_-".contains($0)) }.contains(where: \.namesSecretByWords)
    }

    /// Whether the string is one word of at least four characters, which may be a key or an OTP.
    var isOneWord: Bool {
        utf8.count >= 4 && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.+/=".contains($0)) }
    }

    /// Whether it has digits as an OTP has them. A version or a date has not.
    var holdsCode: Bool {
        !contains(".") && split { !$0.isNumber }.contains { $0.count >= 3 } && split(separator: "-").count != 3
    }

    /// Whether a part of it has the shape of a key. A UUID is taken for one only in a header, because many ids are UUIDs.
    func holdsKey(inHeader: Bool = false) -> Bool {
        guard utf8.count <= 4_096 else { return false }
        return String(self).secretWords.contains { inHeader || !$0.isUUIDText }
    }

    /// The name for a remark. If it is not a plain word, it is left out: it may be a value in the wrong place.
    var nameForRemark: String {
        utf8.count <= 60 && utf8.allSatisfy(\.isNameByte) && !looksLikeSecret
            ? "'\(self)'" : "one whose name may be a value"
    }

    private var isUUIDText: Bool {
        split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count) == [8, 4, 4, 4, 12]
            && allSatisfy { $0 == "-" || $0.isHexDigit }
    }

    /// The words in lower case: `x-apiKey2` has `x`, `api` and `key`.
    private var wordsOfName: [String] {
        var words: [String] = []
        var word = ""
        var previous: Character = " "
        func endWord() {
            if !word.isEmpty { words.append(word.lowercased()) }
            word = ""
        }
        let characters = Array(self)
        for (index, character) in characters.enumerated() {
            guard character.isLetter else {
                endWord()
                previous = character
                continue
            }
            let startsWord =
                character.isUppercase
                && (previous.isLowercase || index + 1 < characters.count && characters[index + 1].isLowercase)
            if startsWord { endWord() }
            word.append(character)
            previous = character
        }
        endWord()
        return words
    }
}

/// The words of names that are secret in an import, besides those that are hidden in every output. An import must not copy a
/// key, so it takes more for secret.
private enum SecretNameWords {
    static let always: Set = [
        "pass", "pin", "pins", "cred", "creds", "credential", "credentials", "cookie", "cookies", "signature",
        "signatures",
        "session", "sessions", "sessionid", "hmac", "bearer", "hash", "dsn", "pat", "pats", "auth", "oauth", "passkey",
        "userpass", "dbpass", "cvv", "tpin", "upin",
    ]

    /// Parts of words that are in no other word: `jsessionid`.
    static let parts = [
        "sessionid", "credential", "cookie", "signature", "authorization", "authentication", "bearer", "password",
        "passwd",
        "apikey", "secretkey", "privatekey", "accesskey",
    ]

    /// Words that only describe a secret after them, as in `auth_url` or `session_count`.
    static let describing: Set = [
        "url", "uri", "domain", "type", "mode", "count", "status", "expiry", "length", "name", "string", "method",
        "required",
        "enabled", "version",
    ]

    /// Words before `key` that make it a name or a place, and no secret.
    static let ofPlainKeys: Set = [
        "sort", "data", "some", "primary", "foreign", "cache", "row", "map", "object", "partition", "range", "group",
        "order",
        "index", "json", "message", "routing", "public", "page", "config", "feature", "lookup", "unique", "idempotency",
        "issue", "project", "file", "item", "column", "field", "property", "translation", "search", "filter", "query",
    ]

    /// Words that are written in one with `key`, `auth`, `pass`, `pin`, `sign` or `hash`: `apikey`.
    static let beforeStem: Set = [
        "api", "access", "secret", "private", "app", "client", "auth", "user", "x", "my", "db", "developer", "dev",
        "master",
        "encryption", "signing", "session", "service", "account", "storage", "admin", "license", "ssh", "aws", "eko",
        "basic",
        "http", "md", "request", "security", "subscription", "partner", "merchant",
    ]

    static let stems = ["keys", "key", "auth", "pass", "pin", "sign", "hash", "session"]
    static let beforeSign: Set = ["call", "dollar", "plus", "road", "star", "zodiac", "equal"]
}

extension [String] {
    fileprivate func isSecret(at index: Int) -> Bool {
        let word = self[index]
        let previous = index > 0 ? self[index - 1] : nil
        switch word {
        case "key", "keys": return previous.map { !SecretNameWords.ofPlainKeys.contains($0) } ?? true
        case "sign": return index == count - 1 && previous.map { !SecretNameWords.beforeSign.contains($0) } ?? true
        case _ where SecretNameWords.always.contains(word): return true
        case _ where SecretNameWords.parts.contains(where: { word.contains(text: $0) }): return true
        default:
            return SecretNameWords.stems.contains { stem in
                word.hasSuffix(stem) && SecretNameWords.beforeStem.contains(String(word.dropLast(stem.count)))
            }
        }
    }

    /// `DATABASE_URL` and the like: an address that usually has a password in it.
    fileprivate var areOfAddressWithPassword: Bool {
        contains { ["database", "db", "redis", "mongo", "mongodb", "connection"].contains($0) }
    }
}

extension UInt8 {
    /// A byte that is safe in the name of a parameter, a header or a property: a subset of RFC 9110's tokens, and `[]`.
    var isNameByte: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
            || "_-.[]$".utf8.contains(self)
    }
}
