/// `unevaluatedItems`
struct UnevaluatedItemsRule: Rule {
    let schema: Subschema.Index

    var appliedBelow: [Subschema.Index] { [schema] }
    var needsEvaluatedChildren: Bool { true }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        guard case .array = evaluator.instance.value(at: application.place) else { return .decided(true) }
        let elements = evaluator.instance.children(of: application.place)
        let isForbidden = evaluator.schema.subschemas[schema].isFalse
        while application.progress.goesOn(evaluator), application.progress.cursor < elements.count {
            let index = application.progress.cursor
            application.progress.cursor += 1
            try evaluator.charge(1)
            if application.evaluated.contains(index) { continue }
            let element = elements.lowerBound + index
            guard isForbidden else { return .apply(schema, to: element) }
            application.progress.isMet = evaluator.failAtChild(schema, in: application) {
                "the element \(index) is not allowed: \($0.excerpt(at: element))"
            }
        }
        application.evaluated.insertAll()
        return .decided(application.progress.isMet)
    }
}

/// `unevaluatedProperties`
struct UnevaluatedPropertiesRule: Rule {
    let schema: Subschema.Index

    var appliedBelow: [Subschema.Index] { [schema] }
    var needsEvaluatedChildren: Bool { true }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        guard case .object = evaluator.instance.value(at: application.place) else { return .decided(true) }
        let members = evaluator.instance.children(of: application.place)
        while application.progress.goesOn(evaluator), application.progress.cursor < members.count {
            let index = application.progress.cursor
            application.progress.cursor += 1
            try evaluator.charge(1)
            if application.evaluated.contains(index) { continue }
            let member = members.lowerBound + index
            guard evaluator.forbids(schema, member: member, in: application) else {
                return .apply(schema, to: member)
            }
            application.progress.isMet = false
        }
        application.evaluated.insertAll()
        return .decided(application.progress.isMet)
    }
}
