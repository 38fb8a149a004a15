import WorkflowEngine

/// How many SMS a plan would send in an environment, and to which numbers.
struct SendForecast: Sendable {
    let environment: TargetEnvironment
    /// The count if every step runs and passes.
    let total: Int
    /// How many of them depend on a `when` that only the run can evaluate.
    let conditional: Int
    let byRecipient: [(number: String, count: Int)]

    init(_ preview: PlanPreview, in environment: TargetEnvironment) {
        self.environment = environment
        let sends = preview.sends(in: environment)
        func count(_ requests: some Sequence<PlannedRequest>) -> Int {
            requests.reduce(0) { $0 + ($1.send?.count ?? 0) }
        }
        total = count(sends)
        conditional = count(sends.filter(\.isConditional))
        var counts: [String: Int] = [:]
        for number in sends.flatMap({ $0.send?.recipients ?? [] }) { counts[number, default: 0] += 1 }
        byRecipient = counts.map { (number: $0.key, count: $0.value) }.sorted {
            ($1.count, $0.number) < ($0.count, $1.number)
        }
    }

    /// The limits that the plan exceeds, one line each.
    var excesses: [String] {
        var lines: [String] = []
        let limits = environment.limits
        let certain = total - conditional
        if let maximum = limits.maximum, certain > maximum {
            lines.append("\(certain) SMS are more than max_sends, \(maximum)")
        }
        if let maximum = limits.maximumPerRecipient {
            lines += byRecipient.filter { $0.count > maximum }.map {
                "\($0.count) SMS to \($0.number) are more than max_sends_per_recipient, \(maximum)"
            }
        }
        return lines
    }
}
