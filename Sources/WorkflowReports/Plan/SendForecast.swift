import WorkflowEngine
import WorkflowModel

/// How many SMS a plan would send, and to which numbers: in one environment, or in the whole run.
struct SendForecast: Sendable {
    /// Nil for the whole run.
    let environment: TargetEnvironment?
    let limits: SendLimits
    /// The count if every step runs and passes.
    let total: Int
    /// How many of them depend on a `when` that only the run can evaluate.
    let conditional: Int
    let byRecipient: [(number: String, count: Int)]

    init(_ preview: PlanPreview, in environment: TargetEnvironment) {
        self.init(preview.sends(in: environment), environment, environment.limits)
    }

    /// Of the whole run, against the limits of the command line.
    init(_ preview: PlanPreview, limits: SendLimits) {
        self.init(preview.sends(in: nil), nil, limits)
    }

    private init(_ sends: [PlannedRequest], _ environment: TargetEnvironment?, _ limits: SendLimits) {
        self.environment = environment
        self.limits = limits
        total = sends.reduce(0) { $0 + ($1.send?.count ?? 0) }
        conditional = sends.filter(\.isConditional).reduce(0) { $0 + ($1.send?.count ?? 0) }
        var counts: [String: Int] = [:]
        for number in sends.flatMap({ $0.send?.recipients ?? [] }) { counts[number, default: 0] += 1 }
        byRecipient = counts.map { (number: $0.key, count: $0.value) }.sorted {
            ($1.count, $0.number) < ($0.count, $1.number)
        }
    }

    /// The limits that the plan exceeds, one line each.
    var excesses: [String] {
        var lines: [String] = []
        let certain = total - conditional
        func name(_ limit: String) -> String {
            environment == nil ? "--" + limit.replacing("_", with: "-") : limit
        }
        if let maximum = limits.maximum, certain > maximum {
            lines.append("\(certain) SMS are more than \(name("max_sends")), \(maximum)")
        }
        if let maximum = limits.maximumPerRecipient {
            lines += byRecipient.filter { $0.count > maximum }.map {
                "\($0.count) SMS to \($0.number) are more than \(name("max_sends_per_recipient")), \(maximum)"
            }
        }
        return lines
    }
}
