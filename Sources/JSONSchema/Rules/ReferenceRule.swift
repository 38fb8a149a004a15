/// `$ref`, and a `$dynamicRef` that always leads to the same subschema
struct ReferenceRule: Rule {
    let keyword: String
    let reference: String
    let target: Subschema.Index

    var appliedInPlace: [Subschema.Index] { [target] }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        if let fits = application.progress.answer { return .decided(fits) }
        return .apply(target, to: application.place)
    }
}

/// A `$dynamicRef` whose target depends on the dynamic scope
struct DynamicReferenceRule: Rule {
    let reference: String
    let anchor: String
    /// The target if no other resource of the dynamic scope has the anchor.
    let initialTarget: Subschema.Index

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        let target = evaluator.scopes.target(anchor, in: application.scope) ?? initialTarget
        let key = EvaluationKey(
            subschema: target, place: application.place, scope: application.scope, collects: application.collects)
        if let fits = application.progress.answer {
            evaluator.activeTargets.remove(key)
            return .decided(fits)
        }
        guard evaluator.activeTargets.insert(key).inserted else {
            throw JSONSchemaError.endlessReference(
                reference, at: evaluator.location(of: "$dynamicRef", in: application))
        }
        return .apply(target, to: application.place)
    }
}

extension JSONSchemaError {
    static func endlessReference(_ reference: String, at location: SchemaLocation) -> JSONSchemaError {
        JSONSchemaError(
            "the reference '\(Excerpt.cut(reference))' leads back to itself on the same value, so that it never ends",
            help: "refer to it below a keyword that applies to a part of the value: 'properties' or 'items'",
            at: location)
    }
}
