import JSON
import RegularExpressions

/// `properties`, `patternProperties` and `additionalProperties`
struct PropertiesRule: Rule {
    let named: [ExactString: Subschema.Index]
    let patterns: [(pattern: RegularExpression, location: SchemaLocation, schema: Subschema.Index)]
    let additional: Subschema.Index?

    var appliedBelow: [Subschema.Index] { named.values + patterns.map(\.schema) + [additional].compactMap { $0 } }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        guard case .object = evaluator.instance.value(at: application.place) else { return .decided(true) }
        let members = evaluator.instance.children(of: application.place)
        while application.progress.goesOn(evaluator) {
            let index = application.progress.cursor
            if let schema = application.progress.pending.popLast() {
                let member = members.lowerBound + index - 1
                guard evaluator.forbids(schema, child: member, in: application) else {
                    return .apply(schema, to: member)
                }
                application.progress.isMet = false
                continue
            }
            guard index < members.count else { break }
            application.progress.cursor += 1
            try evaluator.charge(1)
            application.progress.pending = try schemas(for: members.lowerBound + index, &evaluator)
            if application.collects, !application.progress.pending.isEmpty { application.evaluated.insert(index) }
        }
        return .decided(application.progress.isMet)
    }

    /// The last one is to be applied first.
    private func schemas(
        for member: Int, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> [Subschema.Index] {
        guard let name = evaluator.instance.name(of: member) else { return [] }
        var schemas: [Subschema.Index] = []
        for (pattern, location, schema) in patterns.reversed()
        where try evaluator.isFound(pattern, in: name.text, location: location) {
            schemas.append(schema)
        }
        if let schema = named[name] { schemas.append(schema) }
        if schemas.isEmpty, let additional { schemas.append(additional) }
        return schemas
    }
}

/// `propertyNames`
struct PropertyNamesRule: Rule {
    let schema: Subschema.Index

    var appliedBelow: [Subschema.Index] { [schema] }

    func proceed(
        _ application: inout Application, _ evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> RuleStep {
        guard case .object = evaluator.instance.value(at: application.place) else { return .decided(true) }
        let members = evaluator.instance.children(of: application.place)
        guard application.progress.goesOn(evaluator), application.progress.cursor < members.count else {
            return .decided(application.progress.isMet)
        }
        defer { application.progress.cursor += 1 }
        return .apply(schema, to: evaluator.instance.placeOfName(of: members.lowerBound + application.progress.cursor))
    }
}
