/// Secrets in the order in which they became known, without duplicates. Bounded: a server cannot make it grow without end.
package struct SecretList: Sendable {
    private static let maximumCount = 10_000
    /// Of all secrets together, in bytes.
    private static let maximumSize = 1 << 20

    package private(set) var all: [Secret] = []
    /// False if there were more secrets: then no response may be shown any more.
    package private(set) var isComplete = true
    private var known: Set<Secret> = []
    private var size = 0

    package init() {}

    package mutating func add(_ secrets: [Secret]) {
        for secret in secrets where !known.contains(secret) {
            guard all.count < Self.maximumCount, size + secret.size <= Self.maximumSize else {
                isComplete = false
                return
            }
            known.insert(secret)
            all.append(secret)
            size += secret.size
        }
    }

    package mutating func add(_ learned: LearnedSecrets) {
        add(learned.secrets)
        if !learned.isComplete { isComplete = false }
    }
}
