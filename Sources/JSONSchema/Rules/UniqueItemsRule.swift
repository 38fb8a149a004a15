import JSON

/// `uniqueItems: true`
struct UniqueItemsRule: ValueRule {
    func isMet(in application: Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .array = evaluator.instance.value(at: application.place) else { return true }
        try evaluator.charge(evaluator.instance.weight(of: application.place))
        evaluator.willRead(application.place)
        let elements = evaluator.instance.children(of: application.place)
        var first: [JSONValue: Int] = [:]
        first.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            guard let other = first.updateValue(index, forKey: evaluator.instance.value(at: element)) else { continue }
            return evaluator.fail("uniqueItems", in: application) {
                "the elements \(other) and \(index) are equal: \($0.excerpt(at: element))"
            }
        }
        return true
    }
}
