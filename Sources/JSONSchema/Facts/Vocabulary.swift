/// The vocabularies of draft 2020-12, in the order of the metaschema.
enum Vocabulary: String, CaseIterable {
    case core, applicator, unevaluated, validation
    case metaData = "meta-data"
    case format = "format-annotation"
    case content

    static let base = "https://json-schema.org/draft/2020-12/"

    var uri: String { Vocabulary.base + "vocab/" + rawValue }
    var metaschemaURI: String { Vocabulary.base + "meta/" + rawValue }
}

/// Which vocabularies the keywords of a resource are from.
struct Dialect: Equatable {
    /// The URI of the metaschema of draft 2020-12.
    static let standardURI = Vocabulary.base + "schema"
    static let standard = Dialect(vocabularies: Set(Vocabulary.allCases))

    let vocabularies: Set<Vocabulary>

    /// What is known about a keyword; nil if the dialect does not have it.
    func fact(_ keyword: String) -> KeywordFact? {
        guard let fact = KeywordFact.byName[keyword], vocabularies.contains(fact.vocabulary) else { return nil }
        return fact
    }
}
