/// `type`
struct TypeRule: ValueRule {
    let types: [SimpleType]

    func isMet(in application: Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        let value = evaluator.instance.value(at: application.place)
        if types.contains(where: { $0.includes(value) }) { return true }
        return evaluator.fail("type", in: application) {
            let expected = types.map(\.nameWithArticle).joined(separator: " or ")
            return "expected \(expected), found \($0.excerpt(at: application.place))"
        }
    }
}
