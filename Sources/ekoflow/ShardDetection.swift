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
    }

    private static let engines = [
        Engine(name: "ekoflow", number: "EKOFLOW_SHARD", count: "EKOFLOW_SHARDS", first: nil),
        Engine(name: "GitLab", number: "CI_NODE_INDEX", count: "CI_NODE_TOTAL", first: nil),
        Engine(name: "CircleCI", number: "CIRCLE_NODE_INDEX", count: "CIRCLE_NODE_TOTAL", first: "0"),
        Engine(name: "Buildkite", number: "BUILDKITE_PARALLEL_JOB", count: "BUILDKITE_PARALLEL_JOB_COUNT", first: "0"),
        // An indexed job is not told how many there are: its manifest has to.
        Engine(name: "Kubernetes", number: "JOB_COMPLETION_INDEX", count: "EKOFLOW_SHARDS", first: "0"),
        Engine(
            name: "Slurm", number: "SLURM_ARRAY_TASK_ID", count: "SLURM_ARRAY_TASK_COUNT", first: "SLURM_ARRAY_TASK_MIN"
        ),
    ]

    /// The variables that are looked for, for messages.
    static let names = engines.map { "\($0.number) of \($0.count)" }.joined(separator: ", ")

    /// Nil where no engine tells it.
    static func shard(_ variable: (String) -> String?) -> Shard? {
        for engine in engines {
            guard let number = variable(engine.number).flatMap({ Int($0) }),
                let count = variable(engine.count).flatMap({ Int($0) })
            else { continue }
            let first = engine.first.flatMap { Int($0) ?? variable($0).flatMap { Int($0) } } ?? 1
            if let shard = Shard(number: number - first + 1, count: count) { return shard }
        }
        return nil
    }
}
