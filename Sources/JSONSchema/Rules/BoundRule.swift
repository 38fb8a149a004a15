import JSON

/// `minimum`, `exclusiveMinimum`, `maximum` and `exclusiveMaximum`
struct BoundRule: ValueRule {
    enum Bound: String, CaseIterable {
        case minimum, exclusiveMinimum, maximum, exclusiveMaximum

        fileprivate func allows(_ number: JSONNumber, _ limit: JSONNumber) -> Bool {
            switch self {
            case .minimum: number >= limit
            case .exclusiveMinimum: number > limit
            case .maximum: number <= limit
            case .exclusiveMaximum: number < limit
            }
        }

        fileprivate var words: String {
            switch self {
            case .minimum: "at least"
            case .exclusiveMinimum: "more than"
            case .maximum: "at most"
            case .exclusiveMaximum: "less than"
            }
        }
    }

    let bound: Bound
    let limit: JSONNumber

    func isMet(in application: Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .number(let number) = evaluator.instance.value(at: application.place) else { return true }
        try evaluator.charge(evaluator.instance.weight(of: application.place) + limit.text.utf8.count / 64)
        evaluator.willRead(application.place)
        if bound.allows(number, limit) { return true }
        return evaluator.fail(bound.rawValue, in: application) {
            "expected \(bound.words) \(Excerpt.of(.number(limit))), found \($0.excerpt(at: application.place))"
        }
    }
}
