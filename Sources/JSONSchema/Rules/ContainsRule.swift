/// `contains`, `minContains` and `maxContains`
struct ContainsRule: Rule {
    let schema: Subschema.Index
    let minimum: Int?
    let maximum: Int?

    var appliedBelow: [Subschema.Index] { [schema] }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        guard case .array = evaluator.instance.value(at: application.place) else { return .decided(true) }
        let elements = evaluator.instance.children(of: application.place)
        let index = application.progress.cursor
        if application.progress.answer == true {
            application.progress.fitting.append(index - 1)
            if application.collects { application.evaluated.insert(index - 1) }
        }
        let count = application.progress.fitting.count
        if index < elements.count, application.collects || maximum != nil || count < minimum ?? 1 {
            application.progress.cursor += 1
            return .apply(schema, to: elements.lowerBound + index, quietly: true)
        }
        return .decided(isAllowed(count, in: application, &evaluator))
    }

    private func isAllowed(_ count: Int, in application: Application, _ evaluator: inout Evaluator) -> Bool {
        func expected(_ words: String, _ limit: Int) -> String {
            "expected \(words) \(limit == 1 ? "1 element that fits" : "\(limit) elements that fit") "
                + "the schema of 'contains', found \(count)"
        }
        if count < minimum ?? 1 {
            return evaluator.fail(minimum == nil ? "contains" : "minContains", in: application) { _ in
                expected("at least", minimum ?? 1)
            }
        }
        guard let maximum, count > maximum else { return true }
        return evaluator.fail("maxContains", in: application) { _ in expected("at most", maximum) }
    }
}
