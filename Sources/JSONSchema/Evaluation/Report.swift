/// The violations that an evaluation has found.
struct Report {
    let limit: Int
    /// How many `anyOf` within each other are still explained.
    let explanations: Int
    private(set) var violations: [Violation] = []
    /// The results that are reported already, so that no violation is reported twice.
    private var reported: Set<EvaluationKey> = []

    init(limit: Int, explanations: Int) {
        self.limit = max(1, limit)
        self.explanations = explanations
    }

    var isFull: Bool { violations.count >= limit }

    mutating func add(_ violation: Violation) {
        if !isFull { violations.append(violation) }
    }

    mutating func markReported(_ key: EvaluationKey) { reported.insert(key) }

    func hasReported(_ key: EvaluationKey) -> Bool { reported.contains(key) }
}

/// A subschema at a place: with the same key, an evaluation has the same result.
struct EvaluationKey: Hashable {
    let subschema: Subschema.Index
    let place: Int
    let scope: Int
    let collects: Bool
}
