/// Secrets in the order in which they became known, without duplicates.
package struct SecretList: Sendable {
    package private(set) var all: [Secret] = []
    private var known: Set<Secret> = []

    package init() {}

    package mutating func add(_ secrets: [Secret]) {
        for secret in secrets where known.insert(secret).inserted { all.append(secret) }
    }
}
