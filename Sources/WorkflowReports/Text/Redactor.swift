import Secrets

/// Removes secrets from strings, and hides mobile numbers.
package final class Redactor: Sendable {
    static let mask = "•••"
    /// In bytes. Nothing that is shown is larger, so a larger string is hidden as a whole.
    private static let maximumSize = 1 << 20

    private let ofRun: SecretSearch
    /// The secrets of a workflow, as far as they are known.
    private let ofSuite: SecretSearch?
    private let searches: SecretSearches
    let masksNumbers: Bool

    package convenience init(_ secrets: [Secret], masksNumbers: Bool = true) {
        self.init(ofRun: SecretSearch(secrets), ofSuite: nil, ofStep: nil, masksNumbers: masksNumbers)
    }

    private init(ofRun: SecretSearch, ofSuite: SecretSearch?, ofStep: SecretSearch?, masksNumbers: Bool) {
        self.ofRun = ofRun
        self.ofSuite = ofSuite
        self.masksNumbers = masksNumbers
        searches = SecretSearches([ofRun, ofSuite, ofStep].compactMap(\.self))
    }

    /// A redactor that also looks for the secrets of a workflow and of one of its steps.
    func adding(ofSuite: SecretSearch?, ofStep: SecretSearch? = nil) -> Redactor {
        ofSuite == nil && ofStep == nil
            ? self : Redactor(ofRun: ofRun, ofSuite: ofSuite, ofStep: ofStep, masksNumbers: masksNumbers)
    }

    /// Replaces secrets, in whatever encoding, and hides mobile numbers if the redactor masks them.
    package func redact(_ text: String) -> String {
        let text = replacingSecrets(in: text) { _ in Redactor.mask }
        return masksNumbers ? NumberMask.mask(text) : text
    }

    /// Replaces each secret; `part` is what is to be replaced. `scansPlaces` is false if nothing is secret by its place.
    func replacingSecrets(
        in text: String, scansPlaces: Bool = true, with replacement: (_ part: String) -> String
    ) -> String {
        let maySearch = searches.mayFind(in: text)
        let mayScan = scansPlaces && SensitiveText.mayBe(in: text)
        guard maySearch || mayScan else { return text }
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.maximumSize else { return Redactor.mask }
        var ranges = mayScan ? SensitiveText.ranges(in: bytes) : []
        if maySearch { ranges += searches.ranges(in: bytes, findsNumbers: masksNumbers) }
        return bytes.replacing(ranges, with: replacement) ?? text
    }

    /// Replaces the secrets of the workflow alone, wherever they are: in a text that was made before they were known. What is within one of
    /// the `surrogates` stays, whatever characters it has in common with a secret.
    func replacingSecretsOfSuite(
        in text: String, besides surrogates: SecretSearches? = nil, with replacement: (_ part: String) -> String
    ) -> String {
        guard let ofSuite else { return text }
        let searches = SecretSearches([ofSuite])
        guard searches.mayFind(in: text) else { return text }
        let bytes = Array(text.utf8)
        var ranges = searches.ranges(in: bytes)
        if !ranges.isEmpty, let surrogates { ranges = ranges.outside(surrogates.ranges(in: bytes)) }
        return bytes.replacing(ranges, with: replacement) ?? text
    }
}

extension [Range<Int>] {
    /// Without those that are a part, but not all, of one of the `others`. Both are in order, without overlaps.
    fileprivate func outside(_ others: [Range<Int>]) -> [Range<Int>] {
        var rest = others[...]
        return filter { range in
            rest = rest.drop { $0.upperBound < range.upperBound }
            guard let other = rest.first else { return true }
            return other == range || other.lowerBound > range.lowerBound
        }
    }
}

extension [UInt8] {
    /// The text with the ranges replaced; nil if there are none. Ranges may overlap, and may begin or end within a character.
    fileprivate func replacing(_ ranges: [Range<Int>], with replacement: (_ part: String) -> String) -> String? {
        guard !ranges.isEmpty else { return nil }
        var result: [UInt8] = []
        var copied = 0
        var (start, end) = (0, 0)
        func replace() {
            guard start < end else { return }
            result += self[copied..<start]
            result += replacement(String(decoding: self[start..<end], as: UTF8.self)).utf8
            copied = end
        }
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            let whole = characterStart(range.lowerBound)..<characterEnd(range.upperBound)
            if whole.lowerBound > end {
                replace()
                start = whole.lowerBound
            }
            end = Swift.max(end, whole.upperBound)
        }
        replace()
        return String(decoding: result + self[copied...], as: UTF8.self)
    }

    private func characterStart(_ index: Int) -> Int {
        var start = index
        while start > 0, start < count, self[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    private func characterEnd(_ index: Int) -> Int {
        var end = index
        while end < count, self[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
