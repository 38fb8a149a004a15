import JSON

/// `not`
struct NotRule: Rule {
    let schema: Subschema.Index

    var appliedInPlace: [Subschema.Index] { [schema] }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        guard let fits = application.progress.answer else {
            // What a schema below `not` evaluates does not count.
            return .apply(Request(subschema: schema, place: application.place, isQuiet: true, mayCollect: false))
        }
        guard fits else { return .decided(true) }
        let place = application.place
        return .decided(
            evaluator.fail("not", in: application) {
                "the schema of 'not' fits, but it must not: \($0.excerpt(at: place))"
            })
    }
}

/// `if` with `then` and `else`
struct IfRule: Rule {
    let condition: Subschema.Index
    let consequence: Subschema.Index?
    let alternative: Subschema.Index?

    var appliedInPlace: [Subschema.Index] { [condition] + [consequence, alternative].compactMap { $0 } }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        guard let fits = application.progress.answer else {
            return .apply(condition, to: application.place, quietly: true)
        }
        guard application.progress.cursor == 0 else { return .decided(fits) }
        application.progress.cursor = 1
        guard let schema = fits ? consequence : alternative else { return .decided(true) }
        return .apply(schema, to: application.place)
    }
}

/// `dependentSchemas`
struct DependentSchemasRule: Rule {
    let dependencies: [(name: ExactString, schema: Subschema.Index)]

    var appliedInPlace: [Subschema.Index] { dependencies.map(\.schema) }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        guard case .object = evaluator.instance.value(at: application.place) else { return .decided(true) }
        while application.progress.goesOn(evaluator), application.progress.cursor < dependencies.count {
            let dependency = dependencies[application.progress.cursor]
            application.progress.cursor += 1
            try evaluator.charge(1)
            guard evaluator.instance.child(of: application.place, named: dependency.name) != nil else { continue }
            return .apply(dependency.schema, to: application.place)
        }
        return .decided(application.progress.isMet)
    }
}

/// The schema `false`
struct FalseRule: ValueRule {
    func isMet(in application: Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        evaluator.fail(nil, in: application) {
            "no value is allowed here, found \($0.excerpt(at: application.place))"
        }
    }
}
