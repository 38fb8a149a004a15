/// Secrets to look for in texts.
///
/// A text is read as it is, and in every further reading: with its escapes resolved, its base64 and its hexadecimal decoded, and
/// each of these again (`Reading`). A run of 8 characters in common with a secret is a part of the secret, so a secret is found
/// even if it was cut, or if its letters changed between upper and lower case.
package struct SecretSearch: Sendable {
    /// The shortest secret that is looked for, in bytes. A shorter one would be found everywhere.
    package static let minimumSize = 4

    private var known: Set<Secret> = []
    private var needles = Needles()
    /// Secrets whose needles are made only when they are needed.
    private var pending: [Secret] = []
    private var filter = GramFilter()

    package init(_ secrets: [Secret] = []) {
        add(secrets)
    }

    /// For secrets that rarely occur in a text, for example a request's signature. Fast to make, slower if one is found.
    package init(rarelyFound secrets: [Secret]) {
        pending = secrets
        for secret in secrets where !GramFilter.seesByShape(secret) { filter.insert(secret) }
    }

    package var isEmpty: Bool { known.isEmpty && pending.isEmpty }

    /// Adds secrets. Known secrets are skipped quickly. Returns whether one of them is new.
    @discardableResult
    package mutating func add(_ secrets: [Secret]) -> Bool {
        var isNew = false
        for secret in secrets where known.insert(secret).inserted {
            filter.insert(secret)
            needles.insert(secret)
            isNew = true
        }
        return isNew
    }

    fileprivate var allNeedles: Needles {
        var needles = needles
        for secret in pending { needles.insert(secret) }
        return needles
    }

    fileprivate var usedFilter: GramFilter? { isEmpty ? nil : filter }
}

/// Several searches in one pass through a text.
package final class SecretSearches: Sendable {
    private let searches: [SecretSearch]
    private let filter: GramFilter.Group
    /// In bytes. A shorter text holds no secret.
    private let minimumLength: Int

    package init(_ searches: [SecretSearch]) {
        self.searches = searches
        filter = GramFilter.Group(searches.compactMap(\.usedFilter))
        minimumLength = filter.hasShort ? SecretSearch.minimumSize : Needles.runLength
    }

    /// False only if the text certainly holds none of the secrets, and no encoded number: a fast check.
    package func mayFind(in text: String) -> Bool {
        guard text.utf8.count >= minimumLength else { return false }
        return text.utf8.withContiguousStorageIfAvailable(filter.mayMatch) ?? true
    }

    /// The places of all secrets in a text, in order, without overlaps; in bytes. With `findsNumbers`, also of mobile numbers in base64
    /// and in hexadecimal.
    package func ranges(in text: [UInt8], findsNumbers: Bool = false) -> [Range<Int>] {
        let needles = searches.filter { !$0.isEmpty }.map(\.allNeedles)
        guard !needles.isEmpty || findsNumbers else { return [] }
        return ReadingSearch(needles, findsNumbers: findsNumbers).ranges(in: text)
    }
}
