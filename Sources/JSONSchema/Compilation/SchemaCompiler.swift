import JSON
import Spelling

/// Finds all schemas in a document and in what it refers to, and makes rules of their keywords.
struct SchemaCompiler {
    /// A schema or a subschema as written.
    struct Entry {
        let value: JSONValue
        let document: Int
        let pointer: JSONPointer
        let resource: Int
        let dialect: Dialect
        var rules: [any Rule] = []
    }

    /// A schema resource: the root of a document, or a subschema with an `$id`.
    struct Resource {
        let uri: URIReference
        let root: Subschema.Index
        var anchors: [String: Subschema.Index] = [:]
        var dynamicAnchors: [String: Subschema.Index] = [:]
    }

    struct Place: Hashable {
        let document: Int
        let pointer: ExactString
    }

    /// The URIs of the documents; nil for the schema's own.
    var documents: [String?] = []
    var resources: [Resource] = []
    var entries: [Entry] = []
    var entriesByPlace: [Place: Subschema.Index] = [:]
    var resourcesByURI: [String: Int] = [:]
    /// The members of large objects that references go through, so that each is searched only once.
    var membersByPlace: [Place: [ExactString: JSONValue]] = [:]
    /// The documents that no reference has led to yet, by their URIs.
    var unusedDocuments: [String: JSONValue] = [:]
    /// All documents by the URI that they were given with, and by their `$id`: to look up metaschemas.
    private(set) var givenDocuments: [String: JSONValue] = [:]
    private(set) var misspeltKeywords: [MisspeltKeyword] = []
    var formats: [SchemaLocation] = []

    init(resources given: [String: JSONValue]) {
        for (uri, document) in given {
            let uri = URIReference(uri).textWithoutFragment
            unusedDocuments[uri] = document
            givenDocuments[uri] = document
            if case .object(let object) = document, case .string(let id)? = object["$id"] {
                givenDocuments[URIReference(id).resolved(against: URIReference(uri)).textWithoutFragment] = document
            }
        }
    }

    mutating func compile(_ document: JSONValue, uri: String) throws(JSONSchemaError) -> CompiledSchema {
        try addDocument(document, uri: uri, isMain: true)
        var next = 0
        // References add entries to the list.
        while next < entries.count {
            entries[next].rules = try rules(of: next)
            next += 1
        }
        try rejectCycles()
        return compiled
    }

    private var compiled: CompiledSchema {
        var uses = Array(repeating: 0, count: entries.count)
        uses[0] += 1
        for rule in entries.flatMap(\.rules) {
            for target in rule.appliedInPlace + rule.appliedBelow { uses[target] += 1 }
        }
        for target in resources.flatMap(\.dynamicAnchors.values) { uses[target] += 2 }
        let subschemas = entries.indices.map { index in
            Subschema(
                location: location(of: index), resource: entries[index].resource, rules: entries[index].rules,
                isFalse: entries[index].value == false, isShared: uses[index] > 1 && !entries[index].rules.isEmpty)
        }
        return CompiledSchema(
            subschemas: subschemas, root: 0, dynamicAnchors: resources.map(\.dynamicAnchors),
            usesDynamicScope: entries.contains { $0.rules.contains { $0 is DynamicReferenceRule } })
    }

    mutating func addMisspelt(_ keyword: String, in entry: Subschema.Index) {
        // Extensions by convention.
        guard !keyword.hasPrefix("x-"), let suggestion = suggestion(for: keyword) else { return }
        misspeltKeywords.append(
            MisspeltKeyword(
                location: location(of: entry).appending([.name(keyword)]), keyword: keyword, suggestion: suggestion))
    }

    private func suggestion(for keyword: String) -> String? {
        if let current = KeywordFact.replaced[keyword] { return current }
        // A short name is close to many keywords.
        guard keyword.utf8.count > 3, keyword != "definitions" else { return nil }
        return closestName(to: keyword, among: KeywordFact.all.map(\.name))
    }
}

extension SchemaCompiler {
    func location(of entry: Subschema.Index) -> SchemaLocation {
        SchemaLocation(document: documents[entries[entry].document], pointer: entries[entry].pointer)
    }

    func location(of keyword: String, in entry: Subschema.Index) -> SchemaLocation {
        location(of: entry).appending([.name(keyword)])
    }

    /// The subschema at a place below an entry.
    func subschema(_ entry: Subschema.Index, _ segments: [JSONPointer.Segment]) -> Subschema.Index? {
        let pointer = entries[entry].pointer.appending(segments).text
        return entriesByPlace[Place(document: entries[entry].document, pointer: ExactString(pointer))]
    }
}
