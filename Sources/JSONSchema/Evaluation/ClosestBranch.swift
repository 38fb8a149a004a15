extension Evaluator {
    /// Which of several schemas comes closest, and what it reports: the end of a message. Empty if that is not known.
    mutating func closest(of schemas: [Subschema.Index], at place: Int, scope: Int) -> String {
        guard report.explanations > 0 else { return "" }
        let isOutermost = !budget.isExplaining
        if isOutermost { budget.beginExplanation() }
        defer { if isOutermost { budget.endExplanation() } }
        var best: (number: Int, distance: Int, first: Violation)?
        for (index, schema) in schemas.prefix(20).enumerated() {
            let violations = explanation(schema, at: place, scope: scope, explanations: report.explanations - 1)
            guard let violations, let first = violations.first else { return "" }
            let distance = distance(violations, from: place)
            if distance < best?.distance ?? .max { best = (index + 1, distance, first) }
        }
        guard let best else { return "" }
        let depth = instance.path(of: place).segments.count
        let inner = JSONPointer(Array(best.first.instancePath.segments.dropFirst(depth))).text
        let place = inner.isEmpty ? "" : "at '\(Excerpt.cut(inner))': "
        return "; the closest is number \(best.number): \(place)\(best.first.message)"
    }

    /// How far a branch is from fitting. A branch for another type of value, or for another value of a member that tells
    /// the branches apart, is far from fitting.
    private func distance(_ violations: [Violation], from place: Int) -> Int {
        let depth = instance.path(of: place).segments.count
        var distance = violations.count
        for violation in violations {
            let levels = violation.instancePath.segments.count - depth
            switch violation.keywordLocation.pointer.segments.last {
            case .name("type"): if levels == 0 { distance += 100 }
            case .name("const"), .name("enum"): distance += levels == 0 ? 100 : levels == 1 ? 10 : 0
            default: break
            }
        }
        return distance
    }
}
