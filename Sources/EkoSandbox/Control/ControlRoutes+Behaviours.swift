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
        let endpoints = EndpointName.allCases.map(\.rawValue).joined(separator: ", ")
        let members = try request.controlMembers(known: Self.selectors + kinds.map(\.rawValue))
        var behaviours: [Behaviour] = []
        for kind in kinds {
            let behaviour = try members.value(kind.rawValue, expected: kind.expected) { Behaviour(kind, $0) }
            if let behaviour { behaviours.append(behaviour) }
        }
        guard !behaviours.isEmpty else {
            throw ControlProblem(message: "expected one of \(kinds.map(\.rawValue).joined(separator: ", "))")
        }
        let rule = sandbox.state.behaviours.add(
            endpoint: try members.value("endpoint", expected: "one of \(endpoints)") { value in
                if case .string(let text) = value { EndpointName(rawValue: text) } else { nil }
            },
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

    func removeBehaviours(_ request: SandboxRequest) -> SandboxResponse {
        sandbox.state.behaviours.removeAll()
        return .json(200, ["rules": []])
    }
}
