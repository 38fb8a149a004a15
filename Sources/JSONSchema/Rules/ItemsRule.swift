/// `prefixItems` and `items`
struct ItemsRule: Rule {
    let prefix: [Subschema.Index]
    let rest: Subschema.Index?

    var appliedBelow: [Subschema.Index] { prefix + [rest].compactMap { $0 } }

    func isMet(in application: inout Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .array = evaluator.instance.value(at: application.place) else { return true }
        let elements = evaluator.instance.children(of: application.place)
        if let rest, elements.count > prefix.count, evaluator.schema.subschemas[rest].isFalse {
            return evaluator.failAtChild(rest, in: application) { _ in
                "expected at most \(prefix.count) elements, found \(elements.count)"
            }
        }
        var isMet = true
        for (index, element) in elements.enumerated() {
            guard let schema = index < prefix.count ? prefix[index] : rest else { break }
            if try evaluator.fits(schema, child: element, of: application) {
                if application.collects { application.evaluated.insert(index) }
                continue
            }
            isMet = false
            guard evaluator.isReporting else { break }
        }
        return isMet
    }
}
