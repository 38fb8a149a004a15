import Contract
import JSON

extension ControlRoutes {
    private static let selectors = ["endpoint", "mobile", "times"]

    /// The rules in force, and the table of all behaviours.
    func behaviours(_ request: SandboxRequest) -> SandboxResponse {
        .json(
            200,
            [
                "rules": .array(sandbox.state.behaviours.rules.map(\.json)), "table": BehaviourTable.json,
            ])
    }

    /// For example: `{"endpoint": "send_otp", "mobile": "9002336768", "times": 1, "status": 347}`.
    func addBehaviour(_ request: SandboxRequest) throws(ControlProblem) -> SandboxResponse {
        let kinds = Behaviour.Kind.allCases
        let members = try request.controlMembers(known: Self.selectors + kinds.map(\.rawValue))
        var behaviours: [Behaviour] = []
        for kind in kinds {
            let behaviour = try members.value(kind.rawValue, expected: kind.expected) { Behaviour(kind, $0) }
            if let behaviour { behaviours.append(behaviour) }
        }
        guard !behaviours.isEmpty else {
            throw ControlProblem(message: "expected one of \(kinds.map(\.rawValue).joined(separator: ", "))")
        }
        let endpoint = try members.endpoint
        for case .answer(let name) in behaviours { try Self.check(answer: name, of: endpoint) }
        let rule = sandbox.state.behaviours.add(
            endpoint: endpoint?.name,
            mobile: try members.value("mobile", expected: "a string of at most 20 characters") { value in
                if case .string(let text) = value, 1...20 ~= text.utf8.count { text } else { nil }
            },
            times: try members.value("times", expected: "a whole number above 0") { value in
                if case .number(let number) = value, let count = number.int, count > 0 { count } else { nil }
            }, behaviours)
        guard let rule else {
            throw ControlProblem(message: "there are \(BehaviourRules.maximumCount) behaviours already")
        }
        return .json(200, rule.json)
    }

    /// A misspelt name would have no effect.
    private static func check(answer name: String, of endpoint: Operation?) throws(ControlProblem) {
        guard let endpoint else {
            let isKnown = Operation.all.contains { $0.answer(named: name) != nil }
            if isKnown { return }
            throw ControlProblem(message: "'answer' must be \(Behaviour.Kind.answer.expected)")
        }
        guard endpoint.answer(named: name) == nil else { return }
        let names = endpoint.answersByName.map { "'\($0.name)'" }.joined(separator: ", ")
        throw ControlProblem(message: "'answer' must be one of \(names)")
    }

    func removeBehaviours(_ request: SandboxRequest) -> SandboxResponse {
        sandbox.state.behaviours.removeAll()
        return .json(200, ["rules": []])
    }
}
