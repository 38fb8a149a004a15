import JSON

/// A query of RFC 9535, checked once and then run on any number of documents.
package struct JSONPathQuery: Sendable {
    /// The query as written.
    package let text: String
    let segments: [Segment]

    package init(_ text: String) throws(JSONPathError) {
        var parser = QueryParser(text)
        segments = try parser.parseQuery()
        self.text = text
    }

    /// Whether the query selects one node at most, whatever the document (RFC 9535, section 2.3.5.1).
    package var isSingular: Bool { segments.allSatisfy { $0.singularSegment != nil } }

    /// More visits than sensible queries need. Queries that multiply nodes by several `..` or nested filters exceed it.
    package static let defaultMaximumVisits = 10_000_000

    /// The selected nodes in their order, each with its path.
    package func nodes(
        in document: JSONValue, maximumVisits: Int = defaultMaximumVisits
    ) throws(JSONPathEvaluationError) -> [JSONPathNode] {
        var evaluation = Evaluation(root: document, maximumVisits: maximumVisits)
        return try evaluation.select(segments, from: JSONPathNode(value: document, path: NormalizedPath()))
    }

    /// The values of the selected nodes in their order; cheaper than `nodes`.
    package func values(
        in document: JSONValue, maximumVisits: Int = defaultMaximumVisits
    ) throws(JSONPathEvaluationError) -> [JSONValue] {
        var evaluation = Evaluation(root: document, maximumVisits: maximumVisits)
        return try evaluation.select(segments, from: document)
    }
}

/// A value within a document, and where it is.
package struct JSONPathNode: Sendable {
    package let value: JSONValue
    package let path: NormalizedPath
}
