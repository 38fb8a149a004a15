/// `anyOf`
struct AnyOfRule: Rule {
    let schemas: [Subschema.Index]

    var appliedInPlace: [Subschema.Index] { schemas }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        let cursor = application.progress.cursor
        if application.progress.answer == true { application.progress.fitting.append(cursor) }
        let fits = !application.progress.fitting.isEmpty
        // After one schema that fits, the others matter only if they can evaluate further members or elements.
        if cursor < schemas.count, !fits || application.collects {
            application.progress.cursor += 1
            return .apply(schemas[cursor], to: application.place, quietly: true)
        }
        return .decided(fits || evaluator.failAll(of: schemas, "anyOf", in: application))
    }
}

/// `oneOf`
struct OneOfRule: Rule {
    let schemas: [Subschema.Index]

    var appliedInPlace: [Subschema.Index] { schemas }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        let cursor = application.progress.cursor
        if application.progress.answer == true { application.progress.fitting.append(cursor) }
        let fitting = application.progress.fitting
        if cursor < schemas.count, fitting.count < 2 {
            application.progress.cursor += 1
            return .apply(schemas[cursor], to: application.place, quietly: true)
        }
        switch fitting.count {
        case 0: return .decided(evaluator.failAll(of: schemas, "oneOf", in: application))
        case 1: return .decided(true)
        default:
            return .decided(
                evaluator.fail("oneOf", in: application) {
                    "the schemas \(fitting[0]) and \(fitting[1]) of 'oneOf' both fit, but only one may: "
                        + $0.excerpt(at: application.place)
                })
        }
    }
}

extension Evaluator {
    /// Reports that no schema of a list fits, and why not the closest of them. Returns false.
    fileprivate mutating func failAll(
        of schemas: [Subschema.Index], _ keyword: String, in application: Application
    ) -> Bool {
        guard isReporting else { return false }
        let closest = closest(of: schemas, at: application.place, scope: application.scope)
        return fail(keyword, in: application) { _ in
            "none of the \(schemas.count) schemas of '\(keyword)' matches" + closest
        }
    }
}
