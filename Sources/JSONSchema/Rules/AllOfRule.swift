/// `allOf`, and an `anyOf` or `oneOf` with only one schema
struct AllOfRule: Rule {
    let schemas: [Subschema.Index]

    var appliedInPlace: [Subschema.Index] { schemas }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        var isMet = true
        for schema in schemas where try !evaluator.fits(schema, in: &application) {
            isMet = false
            guard evaluator.isReporting else { break }
        }
        return isMet
    }
}
