import JSON

/// The parameters of a call, each of which has passed its rule.
struct CallParameters: Sendable {
    /// What is wrong, by parameter.
    struct Invalid: Error {
        let problems: [JSONObject.Member]
    }

    private var texts: [String: String] = [:]

    init(_ values: JSONObject, rules: [ParameterRule]) throws(Invalid) {
        var problems: [JSONObject.Member] = []
        for rule in rules {
            switch values[rule.name] {
            case nil: if rule.isRequired { problems.append((rule.name, .string("\(rule.name) is required"))) }
            case .string(let text)?:
                texts[rule.name] = text
                if let problem = rule.problem(text) {
                    problems.append((rule.name, .string("\(rule.name) \(problem)")))
                }
            default: problems.append((rule.name, .string("\(rule.name) must be a string")))
            }
        }
        guard problems.isEmpty else { throw Invalid(problems: problems) }
    }

    /// Whose phone the call is about; nil where it has no such parameter.
    var mobile: String? { texts["mobile"] }

    /// The value of a parameter; empty where an optional one is not given.
    subscript(_ name: String) -> String { texts[name] ?? "" }
}
