/// `unevaluatedItems`
struct UnevaluatedItemsRule: Rule {
    let schema: Subschema.Index

    var appliedBelow: [Subschema.Index] { [schema] }
    var needsEvaluatedChildren: Bool { true }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .array = evaluator.instance.value(at: application.place) else { return true }
        var isMet = true
        for (index, element) in evaluator.instance.children(of: application.place).enumerated()
        where !application.evaluated.contains(index) {
            if evaluator.schema.subschemas[schema].isFalse {
                isMet = evaluator.failAtChild(schema, in: application) {
                    "the element \(index) is not allowed: \($0.excerpt(at: element))"
                }
            } else if try !evaluator.fits(schema, child: element, of: application) {
                isMet = false
            }
            guard isMet || evaluator.isReporting else { return false }
        }
        application.evaluated.insertAll()
        return isMet
    }
}

/// `unevaluatedProperties`
struct UnevaluatedPropertiesRule: Rule {
    let schema: Subschema.Index

    var appliedBelow: [Subschema.Index] { [schema] }
    var needsEvaluatedChildren: Bool { true }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .object = evaluator.instance.value(at: application.place) else { return true }
        var isMet = true
        for (index, member) in evaluator.instance.children(of: application.place).enumerated()
        where !application.evaluated.contains(index) {
            if try evaluator.fits(schema, member: member, of: application) { continue }
            isMet = false
            guard evaluator.isReporting else { return false }
        }
        application.evaluated.insertAll()
        return isMet
    }
}
