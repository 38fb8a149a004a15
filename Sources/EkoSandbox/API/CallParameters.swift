import JSON

/// The parameters of a call, all checked by their rules.
struct CallParameters: Sendable {
    private var texts: [String: String] = [:]

    init(_ values: JSONObject, rules: [ParameterRule]) throws(Refusal) {
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
        guard problems.isEmpty else { throw Refusal(response: .invalidParameters(problems)) }
    }

    /// The parameter `mobile`; nil if the endpoint has none.
    var mobile: String? { texts["mobile"] }

    /// The value of a parameter; empty if an optional parameter is not given.
    subscript(_ name: String) -> String { texts[name] ?? "" }
}
