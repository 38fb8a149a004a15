import Times
import WorkflowEngine

extension StepActivity {
    /// What the step does and for how long: `polling: the report is there, request 3, 4 s of 60 s`.
    package func text(at now: ContinuousClock.Instant) -> String {
        let elapsed = "\(max(0, (now - start).components.seconds)) s"
        let time = end.map { "\(elapsed) of \(($0 - start).wholeSeconds) s" } ?? elapsed
        let name = LogText.line(step).cut(to: 60)
        return switch kind {
        case .request(let number) where number > 1: "sending: \(name), request \(number), \(time)"
        case .request: "sending: \(name), \(time)"
        case .pause(let number): "polling: \(name), before request \(number), \(time)"
        case .wait: "waiting: \(name), \(time)"
        case .turn(let holder):
            "waiting until \(holder ?? "another workflow") is done with the same number: \(name), \(time)"
        case .rate: "waiting for the rate limit: \(name), \(time)"
        }
    }
}

extension Duration {
    /// Rounded up, so that what has begun is never "0 of 0 s".
    fileprivate var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
