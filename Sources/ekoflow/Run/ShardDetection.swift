import WorkflowEngine

/// Finds out from a CI engine's variables which part of a run this machine has.
enum ShardDetection {
    /// A CI engine, and its variables for the number of a job and the count of jobs.
    private struct Engine {
        let name: String
        let number: String
        let count: String
        /// The number of the first job, or a variable that has it; nil for 1.
        let first: String?
        /// A variable that has the distance between the numbers of two jobs; nil for 1.
        var step: String?
    }

    private static let engines = [
        Engine(name: "ekoflow", number: "EKOFLOW_SHARD", count: "EKOFLOW_SHARDS", first: nil),
        Engine(name: "GitLab", number: "CI_NODE_INDEX", count: "CI_NODE_TOTAL", first: nil),
        Engine(name: "CircleCI", number: "CIRCLE_NODE_INDEX", count: "CIRCLE_NODE_TOTAL", first: "0"),
        Engine(name: "Buildkite", number: "BUILDKITE_PARALLEL_JOB", count: "BUILDKITE_PARALLEL_JOB_COUNT", first: "0"),
        // Kubernetes does not tell an indexed job how many jobs there are, so the manifest must.
        Engine(name: "Kubernetes", number: "JOB_COMPLETION_INDEX", count: "EKOFLOW_SHARDS", first: "0"),
        Engine(
            name: "Slurm", number: "SLURM_ARRAY_TASK_ID", count: "SLURM_ARRAY_TASK_COUNT",
            first: "SLURM_ARRAY_TASK_MIN",
            step: "SLURM_ARRAY_TASK_STEP"),
    ]

    /// The names of all variables, for messages.
    static let names = engines.map { "\($0.number) of \($0.count)" }.joined(separator: ", ")

    /// Nil if no engine sets the variables.
    static func shard(_ variable: (String) -> String?) -> Shard? {
        for engine in engines {
            guard let count = variable(engine.count).flatMap({ Int($0) }) else { continue }
            // Some engines do not number a single job.
            if count == 1, variable(engine.number) == nil { return Shard(number: 1, count: 1) }
            guard let number = variable(engine.number).flatMap({ Int($0) }) else { continue }
            let first = engine.first.flatMap { Int($0) ?? variable($0).flatMap { Int($0) } } ?? 1
            let step = max(1, engine.step.flatMap(variable).flatMap { Int($0) } ?? 1)
            let (offset, overflows) = number.subtractingReportingOverflow(first)
            guard !overflows, offset >= 0, offset / step < count else { continue }
            if let shard = Shard(number: offset / step + 1, count: count) { return shard }
        }
        return nil
    }

    /// The variables that are set, for a message; nil if there are none.
    static func found(_ variable: (String) -> String?) -> String? {
        let found = engines.flatMap { [$0.number, $0.count] }.compactMap { name in
            variable(name).map { "\(name)='\($0)'" }
        }
        return found.isEmpty ? nil : found.joined(separator: " ")
    }
}
