/// Makes a scenario smaller for as long as it breaks the same rule.
struct Shrinking {
    private var best: Trial
    private let rule: String

    /// For how many other schedules each smaller scenario is tried.
    private static let schedules: UInt64 = 40

    init(_ trial: Trial) {
        best = trial
        rule = trial.violation?.rule ?? ""
    }

    func smallest() -> Trial {
        guard !rule.isEmpty else { return best }
        var shrinking = self
        while shrinking.shrink() {}
        return shrinking.best
    }

    private mutating func shrink() -> Bool {
        for smaller in best.scenario.smaller {
            for schedule in 0..<Self.schedules {
                var scenario = smaller
                scenario.seed = best.scenario.seed &+ schedule
                let trial = Trial(scenario)
                guard trial.violation?.rule == rule else { continue }
                best = trial
                return true
            }
        }
        return false
    }
}

extension Scenario {
    /// Scenarios with something less.
    fileprivate var smaller: [Scenario] {
        var all: [Scenario] = []
        func add(_ change: (inout Scenario) -> Void) {
            var scenario = self
            change(&scenario)
            all.append(scenario)
        }
        for index in processes.indices where processes.count > 1 { add { $0.processes.remove(at: index) } }
        for index in processes.indices {
            for fault in processes[index].faults.indices { add { $0.processes[index].faults.remove(at: fault) } }
        }
        if workflows.count > 1, !processes.contains(where: { $0.workflow == workflows.count - 1 }) {
            add { $0.workflows.removeLast() }
        }
        for index in workflows.indices {
            for place in workflows[index].cases.indices where workflows[index].cases.count > 1 {
                add { $0.workflows[index].cases.remove(at: place) }
            }
            for place in workflows[index].steps.indices {
                let step = workflows[index].steps[place]
                if workflows[index].steps.count > 1 { add { $0.workflows[index].steps.remove(at: place) } }
                if step.attempts > 1 { add { $0.workflows[index].steps[place].attempts = 1 } }
                if step.continues { add { $0.workflows[index].steps[place].continues = false } }
            }
        }
        if trouble > 0 { add { $0.trouble = 0 } }
        for index in processes.indices {
            if processes[index].jobs > 1 { add { $0.processes[index].jobs = 1 } }
            if processes[index].failsFast { add { $0.processes[index].failsFast = false } }
            if processes[index].part != nil { add { $0.processes[index].part = nil } }
            if processes[index].timeout != nil { add { $0.processes[index].timeout = nil } }
            if processes[index].container != 0 { add { $0.processes[index].container = 0 } }
            if processes[index].host != "alpha" { add { $0.processes[index].host = "alpha" } }
            if processes[index].delay != nil { add { $0.processes[index].delay = nil } }
        }
        let limits: [WritableKeyPath<Scenario, Int?>] = [
            \.limits.sends, \.limits.sendsPerRecipient, \.limits.transfers, \.limits.rupees, \.limits.priced,
            \.limits.sendsPerDay, \.limits.sendsPerRecipientPerDay, \.limits.rupeesPerDay, \.limits.rate,
            \.limits.recipients,
        ]
        for limit in limits where self[keyPath: limit] != nil { add { $0[keyPath: limit] = nil } }
        return all
    }

    /// For people.
    var text: String {
        var lines = ["seed \(seed), \(trouble) of 100 exchanges go wrong, runs have \(parts) parts"]
        for (index, process) in processes.enumerated() { lines.append("process \(index + 1): \(process)") }
        return (lines + files.filter { !$0.text.isEmpty }.map { "\($0.path):\n\($0.text)" }).joined(separator: "\n")
            .replacing("ekoflow_simulation.Scenario.", with: "")
    }
}
