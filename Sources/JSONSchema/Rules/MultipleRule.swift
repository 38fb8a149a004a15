import JSON

/// `multipleOf`
struct MultipleRule: ValueRule {
    let divisor: JSONNumber

    func isMet(in application: Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .number(let number) = evaluator.instance.value(at: application.place) else { return true }
        try evaluator.charge(cost(number))
        evaluator.willRead(application.place)
        guard let isMultiple = number.isMultiple(of: divisor) else {
            throw JSONSchemaError(
                "the numbers are too long to tell whether one is a multiple of the other",
                help: "write shorter numbers, or a smaller exponent",
                at: evaluator.location(of: "multipleOf", in: application))
        }
        if isMultiple { return true }
        return evaluator.fail("multipleOf", in: application) {
            "expected a multiple of \(Excerpt.of(.number(divisor))), found \($0.excerpt(at: application.place))"
        }
    }

    /// A long division takes the product of the lengths.
    private func cost(_ number: JSONNumber) -> Int {
        let (length, divisorLength) = (number.text.utf8.count, divisor.text.utf8.count)
        return divisorLength <= 18 ? 1 + length / 16 : 1 + min((length + divisorLength) * divisorLength / 16, 100_000)
    }
}
