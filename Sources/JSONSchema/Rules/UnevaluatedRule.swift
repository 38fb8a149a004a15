/// `unevaluatedItems` and `unevaluatedProperties`
struct UnevaluatedRule: Rule {
    let children: Children
    let schema: Subschema.Index

    enum Children {
        case elements, members
    }

    var appliedBelow: [Subschema.Index] { [schema] }
    var needsEvaluatedChildren: Bool { true }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        switch (children, evaluator.instance.value(at: application.place)) {
        case (.elements, .array), (.members, .object): break
        default: return .decided(true)
        }
        let places = evaluator.instance.children(of: application.place)
        while application.progress.goesOn(evaluator), application.progress.cursor < places.count {
            let index = application.progress.cursor
            application.progress.cursor += 1
            try evaluator.charge(1)
            if application.evaluated.contains(index) { continue }
            let child = places.lowerBound + index
            guard evaluator.forbids(schema, child: child, in: application) else { return .apply(schema, to: child) }
            application.progress.isMet = false
        }
        application.evaluated.insertAll()
        return .decided(application.progress.isMet)
    }
}
