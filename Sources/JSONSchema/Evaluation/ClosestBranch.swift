extension Evaluator {
    /// Which of several schemas comes closest, and what it reports: the end of a message. Empty if that is not known.
    mutating func closest(of schemas: [Subschema.Index], in application: Application) -> String {
        guard let explanations = report?.explanations, explanations > 0 else { return "" }
        let isOutermost = !budget.isExplaining
        if isOutermost { budget.beginExplanation() }
        let saved = (report, depth, activeTargets)
        defer {
            (report, depth, activeTargets) = saved
            if isOutermost { budget.endExplanation() }
        }
        var best: (number: Int, distance: Int, violations: [Violation])?
        for (index, schema) in schemas.prefix(20).enumerated() {
            report = Report(limit: 4, explanations: explanations - 1)
            var application = application
            // An explanation that takes too long, or needs what cannot be decided, is left out.
            guard let fits = try? fits(schema, in: &application), !fits else { return "" }
            let violations = report?.violations ?? []
            let distance = distance(violations, from: application.place)
            if distance < best?.distance ?? .max { best = (index + 1, distance, violations) }
        }
        guard let best, let first = best.violations.first else { return "" }
        let path = instance.path(of: application.place).segments.count
        let inner = JSONPointer(Array(first.instancePath.segments.dropFirst(path))).text
        let place = inner.isEmpty ? "" : "at '\(Excerpt.cut(inner))': "
        return "; the closest is number \(best.number): \(place)\(first.message)"
    }

    /// How far a branch is from fitting. A branch for another type of value, or for another value of a member that tells
    /// the branches apart, is far from fitting.
    private func distance(_ violations: [Violation], from place: Int) -> Int {
        let depth = instance.path(of: place).segments.count
        var distance = violations.count
        for violation in violations {
            let levels = violation.instancePath.segments.count - depth
            switch violation.keywordLocation.pointer.segments.last {
            case .name("type"), .name("const"), .name("enum"), nil:
                if levels == 0 { distance += 100 }
                if levels == 1, violation.keywordLocation.pointer.segments.last != .name("type") { distance += 10 }
            default: break
            }
        }
        return distance
    }
}
