import ArgumentParser
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// The options that take one of several parts, each of which runs on a machine of its own.
struct ShardOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Run a part of it, such as 2/5; auto takes what the CI engine tells.", valueName: "part"),
        transform: ShardOptions.shard)
    var shard: Shard?

    @Option(
        help: ArgumentHelp(
            "Balance the parts by the times of a former run, from its report in JSON; all parts need the same.",
            valueName: "path"))
    var timings: String?

    func validate() throws {
        if timings != nil, shard == nil {
            throw ValidationError("--timings balances the parts of --shard, which is not given")
        }
    }

    /// The workflows of a plan that this part has, and which part of it they are: nil for all of it.
    func part(of workflows: PlannedWorkflows) throws -> (workflows: PlannedWorkflows, part: ReportPart?) {
        guard let shard else { return (workflows, nil) }
        let times = try timings.map { try self.times(in: $0) } ?? [:]
        let keys = workflows.map(Self.key)
        let durations = keys.map { times[$0] }
        var kept = workflows
        kept.keep(shard.places(durations: durations))
        return (
            kept, ReportPart(number: shard.number, count: shard.count, split: Self.nameOfSplit(keys, durations))
        )
    }

    /// The same for the same workflows and cases with the same times: FNV-1a
    /// (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv).
    private static func nameOfSplit(_ keys: [String], _ durations: [Duration?]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for (key, duration) in zip(keys, durations) {
            for byte in "\(key)\n\(duration.map { "\($0)" } ?? "")\n".utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        return String(hash, radix: 16)
    }

    private func times(in path: String) throws -> [String: Duration] {
        guard FileKind(of: path) != nil else {
            StandardError.write("warning: there is no \(path) yet: the parts are not balanced by times\n")
            return [:]
        }
        let suites = try FinishedRun.read(path).suites
        return Dictionary(suites.map { ("\($0.file)\n\($0.caseTitle ?? "")", $0.duration) }, uniquingKeysWith: max)
    }

    /// A workflow or case as a report names it.
    private static func key(_ planned: PlannedWorkflow) -> String {
        "\(planned.workflow.file.path)\n\(planned.testCase.map { RecordedSuite.key($0.title) } ?? "")"
    }

    private static func shard(_ text: String) throws -> Shard {
        if text == "auto" {
            if let shard = ShardDetection.shard(ProcessEnvironment.value) { return shard }
            let found = ShardDetection.found(ProcessEnvironment.value).map { ", and found \($0)" } ?? ""
            throw ValidationError(
                "no engine of CI tells which part this is; looked for: \(ShardDetection.names)\(found)")
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1],
            let shard = Shard(number: number, count: count)
        else { throw ValidationError("expected a part such as 2/5, from 1 to the number of parts, or auto") }
        return shard
    }
}
