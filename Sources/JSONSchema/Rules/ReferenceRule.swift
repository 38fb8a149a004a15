/// `$ref`, and a `$dynamicRef` that always leads to the same subschema
struct ReferenceRule: Rule {
    let keyword: String
    let reference: String
    let target: Subschema.Index

    var appliedInPlace: [Subschema.Index] { [target] }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        try evaluator.fits(target, in: &application)
    }
}

/// A `$dynamicRef` whose target depends on the dynamic scope
struct DynamicReferenceRule: Rule {
    let reference: String
    let anchor: String
    /// The target if no other resource of the dynamic scope has the anchor.
    let initialTarget: Subschema.Index

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        let target = evaluator.scopes.target(anchor, in: application.scope) ?? initialTarget
        let key = evaluator.key(target, in: application)
        guard evaluator.activeTargets.insert(key).inserted else {
            throw JSONSchemaError.endlessReference(
                reference, at: evaluator.location(of: "$dynamicRef", in: application))
        }
        let fits = try evaluator.fits(target, in: &application)
        evaluator.activeTargets.remove(key)
        return fits
    }
}

extension JSONSchemaError {
    static func endlessReference(_ reference: String, at location: SchemaLocation) -> JSONSchemaError {
        JSONSchemaError(
            "the reference '\(reference)' leads back to itself on the same value, so that it never ends",
            help: "refer to it below a keyword that goes into the value, such as 'properties' or 'items'",
            at: location)
    }
}
