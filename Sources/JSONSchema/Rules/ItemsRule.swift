/// `prefixItems` and `items`
struct ItemsRule: Rule {
    let prefix: [Subschema.Index]
    let rest: Subschema.Index?

    var appliedBelow: [Subschema.Index] { prefix + [rest].compactMap { $0 } }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        guard case .array = evaluator.instance.value(at: application.place) else { return .decided(true) }
        let elements = evaluator.instance.children(of: application.place)
        let index = application.progress.cursor
        if index == 0, let rest, elements.count > prefix.count, evaluator.schema.subschemas[rest].isFalse {
            return .decided(
                evaluator.failAtChild(rest, in: application) { _ in
                    "expected at most \(prefix.count) \(prefix.count == 1 ? "element" : "elements"), "
                        + "found \(elements.count)"
                })
        }
        guard application.progress.goesOn(evaluator), index < elements.count,
            let schema = index < prefix.count ? prefix[index] : rest
        else { return .decided(application.progress.isMet) }
        application.progress.cursor += 1
        if application.collects { application.evaluated.insert(index) }
        return .apply(schema, to: elements.lowerBound + index)
    }
}
