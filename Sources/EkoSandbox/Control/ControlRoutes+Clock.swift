import JSON

extension ControlRoutes {
    func clock(_ request: SandboxRequest) -> SandboxResponse { .json(200, sandbox.clock.json) }

    /// `{"advance": "10m"}` lets time pass for OTPs and tokens. `{"time": 1700000000000}` stops the clock at a time,
    /// also for callers. `{"reset": true}` returns to the machine's clock.
    func setClock(_ request: SandboxRequest) throws(ControlProblem) -> SandboxResponse {
        let members = try request.controlMembers(known: ["advance", "time", "reset"])
        guard members.count == 1 else { throw ControlProblem(message: "expected one of advance, time and reset") }
        let advance = try members.value(
            "advance", expected: "a duration, such as \"10m\" or \"-10m\"", milliseconds(of:))
        let time = try members.value("time", expected: "milliseconds since 1970, for example 1700000000000") { value in
            if case .number(let number) = value, let time = number.int, Self.times ~= time { Int64(time) } else { nil }
        }
        if let advance {
            sandbox.clock.advance(by: advance)
        } else if let time {
            sandbox.clock.stop(at: time)
        } else {
            guard members["reset"] == true else { throw ControlProblem(message: "'reset' must be true") }
            sandbox.clock.reset()
        }
        sandbox.activity.tell("clock") { sandbox.clock.json }
        return .json(200, sandbox.clock.json)
    }

    /// Times with 13 digits, as in a signature's timestamp.
    private static let times = 1_000_000_000_000...9_999_999_999_999
}

extension SandboxClock {
    var json: JSONValue {
        ["now": .integer(Int(now)), "callers": .integer(Int(callers)), "stopped": .bool(isStopped)]
    }
}
