import WorkflowEngine

/// Finds which part of a run this machine has, where an engine of CI tells it.
enum ShardDetection {
    /// An engine, and the variables by which it tells a job its number and how many there are.
    private struct Engine {
        let name: String
        let number: String
        let count: String
        /// The number of the first job.
        let first: String?
        /// How far the numbers of jobs are apart.
        var step: String?
    }

    private static let engines = [
        Engine(name: "ekoflow", number: "EKOFLOW_SHARD", count: "EKOFLOW_SHARDS", first: nil),
        Engine(name: "GitLab", number: "CI_NODE_INDEX", count: "CI_NODE_TOTAL", first: nil),
        Engine(name: "CircleCI", number: "CIRCLE_NODE_INDEX", count: "CIRCLE_NODE_TOTAL", first: "0"),
        Engine(name: "Buildkite", number: "BUILDKITE_PARALLEL_JOB", count: "BUILDKITE_PARALLEL_JOB_COUNT", first: "0"),
        // An indexed job is not told how many there are: its manifest has to.
        Engine(name: "Kubernetes", number: "JOB_COMPLETION_INDEX", count: "EKOFLOW_SHARDS", first: "0"),
        Engine(
            name: "Slurm", number: "SLURM_ARRAY_TASK_ID", count: "SLURM_ARRAY_TASK_COUNT",
            first: "SLURM_ARRAY_TASK_MIN",
            step: "SLURM_ARRAY_TASK_STEP"),
    ]

    /// The variables that are looked for, for messages.
    static let names = engines.map { "\($0.number) of \($0.count)" }.joined(separator: ", ")

    /// Nil where no engine tells it.
    static func shard(_ variable: (String) -> String?) -> Shard? {
        for engine in engines {
            guard let count = variable(engine.count).flatMap({ Int($0) }) else { continue }
            // A job that is alone is not numbered by all.
            if count == 1, variable(engine.number) == nil { return Shard(number: 1, count: 1) }
            guard let number = variable(engine.number).flatMap({ Int($0) }) else { continue }
            let first = engine.first.flatMap { Int($0) ?? variable($0).flatMap { Int($0) } } ?? 1
            let step = max(1, engine.step.flatMap(variable).flatMap { Int($0) } ?? 1)
            if let shard = Shard(number: (number - first) / step + 1, count: count) { return shard }
        }
        return nil
    }

    /// The variables that are there, for a message; nil where there are none.
    static func found(_ variable: (String) -> String?) -> String? {
        let found = engines.flatMap { [$0.number, $0.count] }.compactMap { name in
            variable(name).map { "\(name)='\($0)'" }
        }
        return found.isEmpty ? nil : found.joined(separator: " ")
    }
}
