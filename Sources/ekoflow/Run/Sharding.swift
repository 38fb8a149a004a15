import WorkflowEngine
import WorkflowReports

/// Which part of a run this machine has, and how the run is split.
struct Sharding: Sendable {
    /// Nil for the whole run.
    let shard: Shard?
    /// The path of an earlier run's report. Its times balance the parts.
    let timings: String?

    /// The workflows that this machine runs, and their part; nil for a whole run.
    func part(
        of workflows: PlannedWorkflows, in shell: Shell
    ) throws(CommandError) -> (workflows: PlannedWorkflows, part: ReportPart?) {
        guard let shard else { return (workflows, nil) }
        let times = try times(in: shell)
        let keys = workflows.map(Self.key)
        let durations = keys.map { times[$0] }
        var kept = workflows
        kept.keep(shard.places(durations: durations))
        return (kept, ReportPart(number: shard.number, count: shard.count, split: Self.nameOfSplit(keys, durations)))
    }

    /// A hash that is the same for the same workflows, cases and times: FNV-1a
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

    private func times(in shell: Shell) throws(CommandError) -> [String: Duration] {
        guard let timings else { return [:] }
        guard FileKind(of: timings) != nil else {
            shell.show([
                .warning(.noTimings, "\(timings) does not exist: the parts are not balanced by times", at: nil)
            ])
            return [:]
        }
        let suites = try FinishedRun.read(timings).suites
        return Dictionary(suites.map { ("\($0.file)\n\($0.caseTitle ?? "")", $0.duration) }, uniquingKeysWith: max)
    }

    /// Identifies a workflow or a case, as a report names it.
    private static func key(_ planned: PlannedWorkflow) -> String {
        "\(planned.workflow.file.path)\n\(planned.testCase.map { RecordedSuite.key($0.title) } ?? "")"
    }
}
