/// Secrets that a text has by the places in it, to be looked for elsewhere too. Bounded in count and size, whatever the text is.
package struct LearnedSecrets: Sendable {
    private static let maximumCount = 1_000
    private static let maximumPlaces = 10_000
    /// Of one secret, in bytes.
    private static let maximumSize = 8 << 10
    /// Of all secrets together, in bytes.
    private static let maximumTotal = 256 << 10

    package private(set) var secrets: [Secret] = []
    /// False if the text has more, or larger ones: then nothing of it may be shown.
    package private(set) var isComplete = true
    /// Whether a text had a place that is secret, even if its value is no secret to look for.
    package private(set) var hasPlaces = false
    private var known: Set<Secret> = []
    private var total = 0

    package init() {}

    package mutating func learn(from text: String) {
        if SensitiveText.mayBe(in: text) { learn(from: Array(text.utf8)) }
    }

    /// Learns from a text: see `SensitiveText`.
    package mutating func learn(from text: [UInt8]) {
        guard isComplete, text.withUnsafeBufferPointer(SensitiveText.mayBe) else { return }
        SensitiveText.forEachReading(of: text) { bytes in
            // A value that occurs again counts again: a text may not make the search long.
            let (ranges, hasEscapes) = SensitiveScan(bytes).ranges(maximum: Self.maximumPlaces)
            if !ranges.isEmpty { hasPlaces = true }
            if ranges.count == Self.maximumPlaces { isComplete = false }
            for range in ranges { learn(value: bytes[range]) }
            return isComplete && hasEscapes
        }
    }

    /// Learns a value that is secret because of its name.
    package mutating func learn(value: some Collection<UInt8>) {
        guard isComplete, Self.isLikeSecret(value) else { return }
        guard value.count <= Self.maximumSize else {
            isComplete = false
            return
        }
        let secret = Secret(String(decoding: value, as: UTF8.self))
        guard known.insert(secret).inserted else { return }
        secrets.append(secret)
        total += value.count
        if secrets.count > Self.maximumCount || total > Self.maximumTotal { isComplete = false }
    }

    /// Whether a value can be looked for elsewhere. An ordinary word, such as in `"otp": "sent"`, would be found everywhere.
    private static func isLikeSecret(_ value: some Collection<UInt8>) -> Bool {
        guard value.count >= SecretSearch.minimumSize, !value.contains(where: { $0 <= 0x20 }) else { return false }
        return value.count >= 12 || value.contains { ByteTraits.isDigit($0) || !ByteTraits.isLetterOrDigit($0) }
    }
}
