/// The parts of secrets that are looked for in a folded text.
struct Needles: Sendable {
    /// The fewest characters in common with a secret that are taken for a part of it.
    static let runLength = 8
    /// With separators between its characters, fewer characters than this could be ordinary words.
    private static let separatedRunLength = 16

    /// Each 8 consecutive characters of each secret, and how many have to follow each other: 8, or the whole secret.
    private(set) var runs: [UInt64: Int] = [:]
    /// Each 8 consecutive letters and digits, and how many have to follow each other: the whole secret, or 16.
    private(set) var separatedRuns: [UInt64: Int] = [:]
    /// Secrets with fewer than 8 characters, by their length.
    private(set) var short: [Int: Set<UInt64>] = [:]
    /// The secrets with fewer than 8 characters that are numbers: they are no part of a longer number.
    private(set) var shortNumbers: [Int: Set<UInt64>] = [:]

    mutating func insert(_ secret: Secret) {
        let bytes = Folding.fold(secret)
        guard bytes.count >= SecretSearch.minimumSize else { return }
        insert(bytes, isWhole: !secret.isSecretInParts)
        let zero = UInt8(ascii: "0")
        if bytes.first == zero, bytes.allSatisfy(ByteTraits.isDigit) {
            // A number that is not a string has no leading zeros.
            let number = Array(bytes.drop { $0 == zero })
            if number.count >= SecretSearch.minimumSize { insert(number, isWhole: false) }
        }
    }

    private mutating func insert(_ bytes: [UInt8], isWhole: Bool) {
        guard bytes.count >= Self.runLength else {
            let value = bytes.reduce(0) { $0 << 8 | UInt64($1) }
            if bytes.allSatisfy(ByteTraits.isDigit) {
                shortNumbers[bytes.count, default: []].insert(value)
            } else {
                short[bytes.count, default: []].insert(value)
            }
            return
        }
        let neededBytes = isWhole ? bytes.count : Self.runLength
        Self.forEachRun(of: bytes) { run in
            // Words of the API alone, as in the key `my-developer-key-1`, give nothing away.
            let needed = Self.publicRuns.contains(run) ? bytes.count : neededBytes
            runs[run] = min(runs[run] ?? needed, needed)
        }
        let letters = bytes.filter(ByteTraits.isLetterOrDigit)
        let needed = isWhole ? letters.count : min(letters.count, Self.separatedRunLength)
        Self.forEachRun(of: letters) { run in separatedRuns[run] = min(separatedRuns[run] ?? needed, needed) }
        // In the alphabet for URLs, a signature has other characters (RFC 4648, section 5).
        if bytes.contains(UInt8(ascii: "/")) {
            let safe = bytes.map { byte in
                switch byte {
                case UInt8(ascii: " "): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                default: byte
                }
            }
            Self.forEachRun(of: safe) { runs[$0] = min(runs[$0] ?? neededBytes, neededBytes) }
        }
    }

    /// Each 8 consecutive characters of words that every request and every message has.
    private static let publicRuns: Set<UInt64> = {
        var runs: Set<UInt64> = []
        for word in [
            "developer_key", "developer-key", "developer key", "access_key", "access-key", "access key", "secret-key",
            "secret_key", "secret-key-timestamp", "initiator_id", "client_ref_id", "staging-", "production",
        ] {
            forEachRun(of: Array(word.utf8)) { runs.insert($0) }
        }
        return runs
    }()

    private static func forEachRun(of bytes: [UInt8], _ body: (UInt64) -> Void) {
        var run: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            run = run << 8 | UInt64(byte)
            if index >= runLength - 1 { body(run) }
        }
    }
}
