/// `contains`, `minContains` and `maxContains`
struct ContainsRule: Rule {
    let schema: Subschema.Index
    let minimum: Int?
    let maximum: Int?

    var appliedBelow: [Subschema.Index] { [schema] }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .array = evaluator.instance.value(at: application.place) else { return true }
        let minimum = minimum ?? 1
        let elements = evaluator.instance.children(of: application.place)
        var count = 0
        for (index, element) in elements.enumerated() {
            guard application.collects || maximum != nil || count < minimum else { break }
            guard try evaluator.fitsQuietly(schema, child: element, of: application) else { continue }
            count += 1
            if application.collects { application.evaluated.insert(index) }
        }
        if count < minimum {
            return evaluator.fail(self.minimum == nil ? "contains" : "minContains", in: application) { _ in
                count == 0
                    ? "none of the \(elements.count) elements fits the schema of 'contains'"
                    : "expected at least \(minimum) elements that fit the schema of 'contains', found \(count)"
            }
        }
        guard let maximum, count > maximum else { return true }
        return evaluator.fail("maxContains", in: application) { _ in
            "expected at most \(maximum) elements that fit the schema of 'contains', found \(count)"
        }
    }
}
