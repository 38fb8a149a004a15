import JSON
import Times
import WorkflowEngine

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
            runLine(info)
        case .suiteStarted(let suite, let steps, let index):
            suiteLine(suite, steps, index)
        case .testcaseFinished(let testcase, let index):
            testcase.json(event: "step", suite: index) + "\n"
        case .suiteFinished(let index, let duration):
            suiteEndLine(index, duration)
        case .runFinished(let end):
            line("end", [("ms", .milliseconds(end.duration)), ("interrupted", .bool(end.wasInterrupted))])
        }
    }

    /// The line before a send; `step` and `recipients` are texts of a report.
    package func line(ofSend step: String, workflow: Int, to recipients: String, at time: Timestamp) -> String {
        var object = JSONObjectWriter()
        object.add("event", "send")
        object.add("suite", workflow)
        object.add("step", step)
        object.add("to", recipients)
        object.add("time", time.rfc3339)
        return object.finished() + "\n"
    }

    private func suiteEndLine(_ index: Int, _ duration: Duration) -> String {
        var object = JSONObjectWriter()
        object.add("event", "suite_end")
        object.add("suite", index)
        object.add("ms", duration)
        return object.finished() + "\n"
    }

    private func runLine(_ info: ReportInfo) -> String {
        var object: JSONObject = [
            "journal": .integer(Self.version), "ekoflow": .string(info.version), "run": .string(info.runID),
            "time": .string(info.startedAt),
        ]
        if let planned = info.planned { object.append("planned", .integer(planned)) }
        if let part = info.part { object.append("part", .object(part.json)) }
        return line("run", object)
    }

    private func suiteLine(_ suite: ReportSuite, _ steps: PlannedSteps, _ index: Int) -> String {
        var object = JSONObjectWriter(capacity: 512 + steps.json.utf8.count)
        object.add("event", "suite")
        object.add("suite", index)
        suite.write(to: &object)
        object.add("steps", json: steps.json)
        return object.finished() + "\n"
    }

    private func line(_ event: String, _ members: [JSONObject.Member]) -> String {
        JSONValue.object(JSONObject([("event", .string(event))] + members)).serialized + "\n"
    }

    private func line(_ event: String, _ members: JSONObject) -> String { line(event, members.members) }
}
