/// `allOf`, and an `anyOf` or `oneOf` with only one schema
struct AllOfRule: Rule {
    let schemas: [Subschema.Index]

    var appliedInPlace: [Subschema.Index] { schemas }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        guard application.progress.goesOn(evaluator), application.progress.cursor < schemas.count else {
            return .decided(application.progress.isMet)
        }
        defer { application.progress.cursor += 1 }
        return .apply(schemas[application.progress.cursor], to: application.place)
    }
}
