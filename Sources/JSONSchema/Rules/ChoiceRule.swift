import JSON

/// `const` and `enum`
struct ChoiceRule: ValueRule {
    let keyword: String
    private let values: Set<JSONValue>
    private let expected: String

    init(_ keyword: String, _ values: [JSONValue]) {
        self.keyword = keyword
        self.values = Set(values)
        let shown = values.prefix(10).map(Excerpt.of).joined(separator: ", ")
        switch values.count {
        case 0: expected = "nothing, because the list of 'enum' is empty"
        case 1: expected = shown
        case ...10: expected = "one of \(shown)"
        default: expected = "one of the \(values.count) values \(shown), …"
        }
    }

    func isMet(in application: Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        try evaluator.charge(evaluator.instance.weight(of: application.place))
        evaluator.willRead(application.place)
        if values.contains(evaluator.instance.value(at: application.place)) { return true }
        return evaluator.fail(keyword, in: application) {
            "expected \(expected), found \($0.excerpt(at: application.place))"
        }
    }
}
