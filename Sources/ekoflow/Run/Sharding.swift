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
        let split = Self.nameOfSplit(
            zip(keys, durations).map { "\($0)\n\($1.map { "\($0)" } ?? "")" } + workflows.firsts.map(Self.outline))
        return (kept, ReportPart(number: shard.number, count: shard.count, split: split))
    }

    /// A hash that is the same for the same workflows, steps, cases and times: FNV-1a
    /// (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv).
    private static func nameOfSplit(_ lines: [String]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for line in lines {
            for byte in "\(line)\n".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return String(hash, radix: 16)
    }

    /// Where a workflow runs, which steps it has, and which fields they look at. Without values: a hash of a number that is masked elsewhere could
    /// be found by trying.
    private static func outline(_ planned: PlannedWorkflow) -> String {
        let steps = planned.sequence.leaves.map { leaf in
            "\(RecordedSuite.key(leaf.name))\n\(leaf.step.kind.value)\n"
                + leaf.step.expectations.map { RecordedSuite.key($0.subject.text) }.joined(separator: "\n")
        }
        return ([planned.workflow.file.path, planned.environment.name] + steps).joined(separator: "\n")
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
