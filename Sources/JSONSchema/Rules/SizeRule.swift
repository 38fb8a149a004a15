import JSON

/// `minLength`, `maxLength`, `minItems`, `maxItems`, `minProperties` and `maxProperties`
struct SizeRule: ValueRule {
    /// What is counted.
    enum Measure: String, CaseIterable {
        case length = "Length"
        case items = "Items"
        case properties = "Properties"

        fileprivate var unit: (one: String, many: String) {
            switch self {
            case .length: ("character", "characters")
            case .items: ("element", "elements")
            case .properties: ("property", "properties")
            }
        }
    }

    enum Side: String, CaseIterable {
        case minimum = "min"
        case maximum = "max"
    }

    let measure: Measure
    let side: Side
    let limit: Int

    static func keyword(_ side: Side, _ measure: Measure) -> String { side.rawValue + measure.rawValue }

    func isMet(in application: Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        let size: Int
        switch (measure, evaluator.instance.value(at: application.place)) {
        case (.length, .string(let text)):
            try evaluator.charge(evaluator.instance.weight(of: application.place))
            size = text.unicodeScalars.count
        case (.items, .array), (.properties, .object):
            size = evaluator.instance.children(of: application.place).count
        default: return true
        }
        if side == .minimum ? size >= limit : size <= limit { return true }
        return evaluator.fail(SizeRule.keyword(side, measure), in: application) {
            let expected = "\(limit) \(limit == 1 ? measure.unit.one : measure.unit.many)"
            let found = measure == .length ? "\(size): \($0.excerpt(at: application.place))" : "\(size)"
            return "expected at \(side == .minimum ? "least" : "most") \(expected), found \(found)"
        }
    }
}
