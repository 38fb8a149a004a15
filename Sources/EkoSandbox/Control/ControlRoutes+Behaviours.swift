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
    func addBehaviour(_ request: SandboxRequest) -> SandboxResponse {
        do throws(ControlProblem) {
            let kinds = Behaviour.Kind.allCases
            let members = try request.controlMembers(known: Self.selectors + kinds.map(\.rawValue))
            var behaviours: [Behaviour] = []
            for kind in kinds {
                guard let value = members[kind.rawValue] else { continue }
                guard let behaviour = Behaviour(kind, value) else {
                    throw ControlProblem(message: "'\(kind.rawValue)' has to be \(kind.expected)")
                }
                behaviours.append(behaviour)
            }
            guard !behaviours.isEmpty else {
                throw ControlProblem(message: "expected one of \(kinds.map(\.rawValue).joined(separator: ", "))")
            }
            let rule = sandbox.state.behaviours.add(
                endpoint: try Self.endpoint(members), mobile: try Self.mobile(members),
                times: try Self.times(members), behaviours)
            guard let rule else {
                throw ControlProblem(message: "there are \(BehaviourRules.maximumCount) behaviours already")
            }
            return .json(200, rule.json)
        } catch {
            return error.response
        }
    }

    func removeBehaviours(_ request: SandboxRequest) -> SandboxResponse {
        sandbox.state.behaviours.removeAll()
        return .json(200, ["rules": []])
    }

    private static func endpoint(_ members: JSONObject) throws(ControlProblem) -> EndpointName? {
        guard let value = members["endpoint"] else { return nil }
        guard case .string(let text) = value, let name = EndpointName(rawValue: text) else {
            throw ControlProblem(
                message: "'endpoint' has to be one of \(EndpointName.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return name
    }

    private static func mobile(_ members: JSONObject) throws(ControlProblem) -> String? {
        guard let value = members["mobile"] else { return nil }
        guard case .string(let text) = value, 1...20 ~= text.utf8.count else {
            throw ControlProblem(message: "'mobile' has to be a text of at most 20 characters")
        }
        return text
    }

    private static func times(_ members: JSONObject) throws(ControlProblem) -> Int? {
        guard let value = members["times"] else { return nil }
        guard case .number(let number) = value, let count = number.int, count > 0 else {
            throw ControlProblem(message: "'times' has to be a whole number above 0")
        }
        return count
    }
}
