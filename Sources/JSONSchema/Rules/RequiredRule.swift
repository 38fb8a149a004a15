import JSON

/// `required`
struct RequiredRule: ValueRule {
    let names: [ExactString]

    func isMet(in application: Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .object = evaluator.instance.value(at: application.place) else { return true }
        try evaluator.charge(names.count)
        var isMet = true
        for name in names where evaluator.instance.child(of: application.place, named: name) == nil {
            isMet = evaluator.fail("required", in: application) { _ in
                "the property \(Excerpt.quoted(name.text)) is missing"
            }
            guard evaluator.isReporting else { break }
        }
        return isMet
    }
}

/// `dependentRequired`
struct DependentRequiredRule: ValueRule {
    let dependencies: [(name: ExactString, required: [ExactString])]

    func isMet(in application: Application, by evaluator: inout Evaluator) throws(JSONSchemaError) -> Bool {
        guard case .object = evaluator.instance.value(at: application.place) else { return true }
        var isMet = true
        for dependency in dependencies {
            try evaluator.charge(1)
            guard evaluator.instance.child(of: application.place, named: dependency.name) != nil else { continue }
            try evaluator.charge(dependency.required.count)
            for name in dependency.required
            where evaluator.instance.child(of: application.place, named: name) == nil {
                isMet = evaluator.fail("dependentRequired", in: application) { _ in
                    "the property \(Excerpt.quoted(name.text)) is missing, which "
                        + "\(Excerpt.quoted(dependency.name.text)) requires"
                }
                guard evaluator.isReporting else { return false }
            }
        }
        return isMet
    }
}
