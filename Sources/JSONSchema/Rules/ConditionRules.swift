/// `not`
struct NotRule: Rule {
    let schema: Subschema.Index

    var appliedInPlace: [Subschema.Index] { [schema] }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        // What a schema below `not` evaluates does not count.
        var inner = application
        inner.collects = false
        guard try evaluator.fitsQuietly(schema, in: &inner) else { return true }
        return evaluator.fail("not", in: application) {
            "the schema of 'not' fits, but it must not: \($0.excerpt(at: application.place))"
        }
    }
}

/// `if` with `then` and `else`
struct IfRule: Rule {
    let condition: Subschema.Index
    let consequence: Subschema.Index?
    let alternative: Subschema.Index?

    var appliedInPlace: [Subschema.Index] { [condition] + [consequence, alternative].compactMap { $0 } }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        let holds = try evaluator.fitsQuietly(condition, in: &application)
        guard let schema = holds ? consequence : alternative else { return true }
        return try evaluator.fits(schema, in: &application)
    }
}

/// `dependentSchemas`
struct DependentSchemasRule: Rule {
    let dependencies: [(name: ExactString, schema: Subschema.Index)]

    var appliedInPlace: [Subschema.Index] { dependencies.map(\.schema) }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .object = evaluator.instance.value(at: application.place) else { return true }
        var isMet = true
        for dependency in dependencies {
            try evaluator.charge(1)
            guard evaluator.instance.child(of: application.place, named: dependency.name) != nil else { continue }
            if try evaluator.fits(dependency.schema, in: &application) { continue }
            isMet = false
            guard evaluator.isReporting else { break }
        }
        return isMet
    }
}

/// The schema `false`
struct FalseRule: Rule {
    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        evaluator.fail(nil, in: application) {
            "no value is allowed here, found \($0.excerpt(at: application.place))"
        }
    }
}
