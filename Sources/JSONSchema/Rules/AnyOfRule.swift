/// `anyOf`
struct AnyOfRule: Rule {
    let schemas: [Subschema.Index]

    var appliedInPlace: [Subschema.Index] { schemas }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        var isMet = false
        for schema in schemas where try evaluator.fitsQuietly(schema, in: &application) {
            isMet = true
            // The other schemas matter only if they can evaluate further members or elements.
            guard application.collects else { break }
        }
        if isMet { return true }
        guard evaluator.isReporting else { return false }
        let closest = evaluator.closest(of: schemas, in: application)
        return evaluator.fail("anyOf", in: application) { _ in
            "none of the \(schemas.count) schemas of 'anyOf' fits" + closest
        }
    }
}

/// `oneOf`
struct OneOfRule: Rule {
    let schemas: [Subschema.Index]

    var appliedInPlace: [Subschema.Index] { schemas }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        var fitting: [Int] = []
        for (index, schema) in schemas.enumerated() where try evaluator.fitsQuietly(schema, in: &application) {
            fitting.append(index + 1)
            if fitting.count > 1 { break }
        }
        guard fitting.count != 1 else { return true }
        guard evaluator.isReporting else { return false }
        guard fitting.isEmpty else {
            return evaluator.fail("oneOf", in: application) {
                "the schemas \(fitting[0]) and \(fitting[1]) of 'oneOf' both fit, but only one may: "
                    + $0.excerpt(at: application.place)
            }
        }
        let closest = evaluator.closest(of: schemas, in: application)
        return evaluator.fail("oneOf", in: application) { _ in
            "none of the \(schemas.count) schemas of 'oneOf' fits" + closest
        }
    }
}
