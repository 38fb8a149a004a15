import JSON

/// The parameters of a call, all checked by their rules.
struct CallParameters: Sendable {
    /// Every value that was given, also for parameters that are not documented.
    private let values: [String: JSONValue]

    init(_ given: JSONObject, rules: [ParameterRule]) throws(Refusal) {
        var problems: [JSONObject.Member] = []
        for rule in rules {
            if let problem = rule.problem(with: given[rule.name]) {
                problems.append((rule.name, .string("\(rule.name) \(problem)")))
            }
        }
        guard problems.isEmpty else { throw Refusal(response: .invalidParameters(problems)) }
        values = Dictionary(
            given.members.compactMap { member in
                if case .null = member.value { nil } else { (member.name, member.value) }
            }, uniquingKeysWith: { _, last in last })
    }

    /// The text of a parameter; empty if the parameter is not given.
    subscript(_ name: String) -> String { values[name]?.parameterText ?? "" }

    func value(_ name: String) -> JSONValue? { values[name] }

    var clientReference: String { self["client_ref_id"] }
}

extension ParameterRule {
    /// The problem with a value; nil if it is valid.
    fileprivate func problem(with value: JSONValue?) -> String? {
        switch (value, form) {
        case (nil, _), (.null?, _): isRequired ? "is required" : nil
        case (.array(let elements)?, .list): elements.isEmpty && isRequired ? "is required" : nil
        case (_, .list): "must be a list"
        case (let value?, _):
            if let text = value.parameterText {
                problem(text)
            } else {
                form == .text ? "must be a string" : nil
            }
        }
    }
}

extension JSONValue {
    /// The text of a parameter, which may be given as a number.
    fileprivate var parameterText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        case .null, .bool, .array, .object: nil
        }
    }
}

extension JSONObject {
    /// The text of a parameter, which may be given as a number.
    func parameterText(_ name: String) -> String? { self[name]?.parameterText }
}
