import JSON

extension ControlRoutes {
    func clock(_ request: SandboxRequest) -> SandboxResponse { .json(200, sandbox.clock.json) }

    /// `{"advance": "10m"}` lets time pass for OTPs and tokens. `{"time": 1700000000000}` stops the clock at a time,
    /// also for callers. `{"reset": true}` returns to the machine's clock.
    func setClock(_ request: SandboxRequest) -> SandboxResponse {
        do throws(ControlProblem) {
            try change(try request.controlMembers(known: ["advance", "time", "reset"]))
        } catch {
            return error.response
        }
        sandbox.activity.tell("clock") { sandbox.clock.json }
        return .json(200, sandbox.clock.json)
    }

    private func change(_ members: JSONObject) throws(ControlProblem) {
        guard members.count == 1 else {
            throw ControlProblem(message: "expected one of advance, time and reset")
        }
        if let advance = members["advance"] {
            guard let duration = milliseconds(of: advance) else {
                throw ControlProblem(message: "'advance' has to be a duration, such as \"10m\" or \"-10m\"")
            }
            sandbox.clock.advance(by: duration)
        } else if let time = members["time"] {
            guard case .number(let number) = time, let value = number.int, Self.times ~= value else {
                throw ControlProblem(message: "'time' has to be milliseconds since 1970, such as 1700000000000")
            }
            sandbox.clock.stop(at: Int64(value))
        } else {
            guard members["reset"] == true else { throw ControlProblem(message: "'reset' has to be true") }
            sandbox.clock.reset()
        }
    }

    /// Times with 13 digits, as in a signature's timestamp.
    private static let times = 1_000_000_000_000...9_999_999_999_999
}

extension SandboxClock {
    var json: JSONValue {
        ["now": .integer(Int(now)), "callers": .integer(Int(callers)), "stopped": .bool(isStopped)]
    }
}
