/// A query within a filter (RFC 9535, section 2.3.5.1: filter-query).
struct FilterQuery: Sendable {
    /// Identifies the query among all queries of one JSONPath.
    let number: Int
    /// True for `@`, false for `$`.
    let isRelative: Bool
    let segments: [Segment]
    /// Nil if the query can select several nodes.
    let singularSegments: [SingularSegment]?

    init(number: Int, isRelative: Bool, segments: [Segment]) {
        self.number = number
        self.isRelative = isRelative
        self.segments = segments
        let singular = segments.compactMap(\.singularSegment)
        singularSegments = singular.count == segments.count ? singular : nil
    }
}
