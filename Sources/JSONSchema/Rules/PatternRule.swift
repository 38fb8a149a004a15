import RegularExpressions

/// `pattern`
struct PatternRule: ValueRule {
    let pattern: RegularExpression

    func isMet(in application: Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .string(let text) = evaluator.instance.value(at: application.place) else { return true }
        let location = evaluator.location(of: "pattern", in: application)
        if try evaluator.isFound(pattern, in: text, location: location) { return true }
        return evaluator.fail("pattern", in: application) {
            "expected a string that matches the pattern '\(Excerpt.cut(pattern.text))', "
                + "found \($0.excerpt(at: application.place))"
        }
    }
}
