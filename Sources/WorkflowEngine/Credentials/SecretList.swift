import HTTP

/// Secrets in the order in which they became known, without duplicates.
struct SecretList: Sendable {
    private(set) var all: [Secret] = []
    private var known: Set<String> = []

    mutating func add(_ secrets: [Secret]) {
        for secret in secrets where known.insert(secret.reveal()).inserted { all.append(secret) }
    }
}
