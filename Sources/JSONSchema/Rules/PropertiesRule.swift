import RegularExpressions

/// `properties`, `patternProperties` and `additionalProperties`
struct PropertiesRule: Rule {
    let named: [ExactString: Subschema.Index]
    let patterns: [(pattern: RegularExpression, location: SchemaLocation, schema: Subschema.Index)]
    let additional: Subschema.Index?

    var appliedBelow: [Subschema.Index] { named.values + patterns.map(\.schema) + [additional].compactMap { $0 } }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .object = evaluator.instance.value(at: application.place) else { return true }
        var isMet = true
        let members = evaluator.instance.children(of: application.place)
        for (index, member) in members.enumerated() {
            guard let name = evaluator.instance.name(of: member) else { continue }
            try evaluator.charge(1)
            let schemas = try schemas(for: name, by: &evaluator)
            for schema in schemas where try !evaluator.fits(schema, member: member, of: application) {
                isMet = false
                guard evaluator.isReporting else { return false }
            }
            if application.collects, !schemas.isEmpty { application.evaluated.insert(index) }
        }
        return isMet
    }

    private func schemas(
        for name: ExactString, by evaluator: inout Evaluator
    ) throws(JSONSchemaError) -> [Subschema.Index] {
        var schemas: [Subschema.Index] = []
        if let schema = named[name] { schemas.append(schema) }
        for (pattern, location, schema) in patterns
        where try evaluator.isFound(pattern, in: name.text, location: location) {
            schemas.append(schema)
        }
        if schemas.isEmpty, let additional { schemas.append(additional) }
        return schemas
    }
}

/// `propertyNames`
struct PropertyNamesRule: Rule {
    let schema: Subschema.Index

    var appliedBelow: [Subschema.Index] { [schema] }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .object = evaluator.instance.value(at: application.place) else { return true }
        var isMet = true
        for member in evaluator.instance.children(of: application.place) {
            let name = evaluator.instance.placeOfName(of: member)
            if try evaluator.fits(schema, child: name, of: application) { continue }
            isMet = false
            guard evaluator.isReporting else { break }
        }
        return isMet
    }
}
