import ArgumentParser
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// The options that say how a run goes on.
struct ExecutionOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("How many cases and workflows run at once; in production it is one.", valueName: "number"))
    var jobs = 1

    @Flag(help: "Start no workflow after one that did not pass.")
    var failFast = false

    @Option(
        help: ArgumentHelp("End the run after a time such as 10m; what did not run is skipped.", valueName: "duration"),
        transform: ExecutionOptions.duration)
    var timeout: Duration?

    @Option(name: .customLong("repeat"), help: ArgumentHelp("Run all of it so many times.", valueName: "number"))
    var repetitions = 1

    @Flag(name: .shortAndLong, help: "Show only workflows and cases that did not pass.")
    var quiet = false

    @Option(
        help: ArgumentHelp("Start workflows and cases in another order, the same for the same seed.", valueName: "seed")
    )
    var shuffle: UInt64?

    @Option(
        help: ArgumentHelp("Run a part of it, such as 2/5; auto takes what the CI engine tells.", valueName: "part"),
        transform: ExecutionOptions.shard)
    var shard: Shard?

    @Option(
        help: ArgumentHelp(
            "Balance the parts by the times of a former run, from its report in JSON; all parts need the same.",
            valueName: "path"))
    var timings: String?

    func validate() throws {
        if !(1...256).contains(jobs) { throw ValidationError("--jobs \(jobs): expected a number from 1 to 256") }
        if !(1...1_000).contains(repetitions) {
            throw ValidationError("--repeat \(repetitions): expected a number from 1 to 1000")
        }
        if timings != nil, shard == nil {
            throw ValidationError("--timings balances the parts of --shard, which is not given")
        }
    }

    /// The workflows of a plan that run here, in the order in which they start.
    func arranged(_ workflows: PlannedWorkflows) throws -> PlannedWorkflows {
        var workflows = workflows
        if let shard {
            let times = try timings.map { try self.times(in: $0) } ?? [:]
            let durations =
                times.isEmpty ? Array(repeating: nil, count: workflows.count) : workflows.map { times[Self.key($0)] }
            workflows.keep(shard.places(durations: durations))
        }
        workflows.repeat(repetitions)
        if let shuffle { workflows.shuffle(seed: shuffle) }
        return workflows
    }

    private func times(in path: String) throws -> [String: Duration] {
        let suites = try FinishedRun.read(path).document.suites
        return Dictionary(suites.map { ("\($0.file)\n\($0.caseTitle ?? "")", $0.duration) }, uniquingKeysWith: max)
    }

    /// A workflow or case as a report names it.
    private static func key(_ planned: PlannedWorkflow) -> String {
        "\(planned.workflow.file.path)\n\(planned.testCase.map { RecordedSuite.key($0.title) } ?? "")"
    }

    private static func duration(_ text: String) throws -> Duration {
        guard let duration = parseDuration(text), duration > .zero else {
            throw ValidationError("'\(text)': expected a duration such as 90s or 10m")
        }
        return duration
    }

    private static func shard(_ text: String) throws -> Shard {
        if text == "auto" {
            if let shard = ShardDetection.shard(ProcessEnvironment.value) { return shard }
            throw ValidationError("no engine of CI tells which part this is; looked for: \(ShardDetection.names)")
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1],
            let shard = Shard(number: number, count: count)
        else { throw ValidationError("'\(text)': expected a part such as 2/5, from 1 to the number of parts, or auto") }
        return shard
    }
}
