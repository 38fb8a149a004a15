import JSON
import WorkflowEngine
import WorkflowModel

/// Writes what happens in a run as lines of JSON, each whole in itself, so that what was done can be told where the process
/// does not live to write its report, and judged again.
///
/// The lines: `run`, then for each workflow `suite`, for each of its sends `send` before it is made, for each of its steps
/// `step` once it is over, `suite_end`, and at last `end`. Lines of several workflows may be mixed: `suite` is the place of
/// theirs in the plan.
package struct JournalWriter: Sendable {
    static let version = 1

    package init() {}

    /// The line of an event.
    package func line(of event: ReportEvent) -> String {
        switch event {
        case .runStarted(let info):
            line(
                "run",
                [
                    "journal": .integer(Self.version), "ekoflow": .string(info.version), "run": .string(info.runID),
                    "time": .string(info.startedAt),
                ])
        case .suiteStarted(let suite, let index):
            suiteLine(suite, index)
        case .testcaseFinished(let testcase, let index):
            testcase.json(event: "step", suite: index) + "\n"
        case .suiteFinished(let index, let duration):
            line("suite_end", [("suite", .integer(index)), ("ms", .milliseconds(duration))])
        case .runFinished(let end):
            line("end", [("ms", .milliseconds(end.duration)), ("interrupted", .bool(end.wasInterrupted))])
        }
    }

    /// The line before a send; `step` and `recipients` are texts of a report.
    package func line(ofSend step: String, workflow: Int, to recipients: String, at time: Timestamp) -> String {
        line(
            "send",
            [
                ("suite", .integer(workflow)), ("step", .string(step)), ("to", .string(recipients)),
                ("time", .string(time.rfc3339)),
            ])
    }

    private func suiteLine(_ suite: ReportSuite, _ index: Int) -> String {
        let start = line("suite", [("suite", .integer(index))] + suite.json.members).dropLast(2)
        return "\(start),\"steps\":[\(suite.testcases.map(\.plannedJSON).joined(separator: ","))]}\n"
    }

    private func line(_ event: String, _ members: [JSONObject.Member]) -> String {
        JSONValue.object(JSONObject([("event", .string(event))] + members)).serialized + "\n"
    }

    private func line(_ event: String, _ members: JSONObject) -> String { line(event, members.members) }
}
