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

    /// What the line of a run says of it.
    static let runFields = ReportInfo.fields(startedAt: "time") + [ReportInfo.planned]

    /// The line of an event.
    package func line(of event: ReportEvent) -> String {
        switch event {
        case .runStarted(let info):
            line("run") { writer in
                writer.add("journal", Self.version)
                info.write(Self.runFields, to: &writer)
            }
        case .suiteStarted(let suite, let steps, let index):
            line("suite", suite: index, capacity: 512 + steps.json.utf8.count) { writer in
                suite.write(ReportSuite.startFields, to: &writer)
                writer.add("steps", json: steps.json)
            }
        case .testcaseFinished(let testcase, let index):
            line("step", suite: index, capacity: 512 + (testcase.exchange?.utf8.count ?? 0)) {
                testcase.write(ReportTestcase.fields, to: &$0)
            }
        case .suiteFinished(let index, let duration):
            line("suite_end", suite: index) { $0.add("ms", duration) }
        case .runFinished(let end):
            line("end") { end.write(ReportEnd.fields, to: &$0) }
        }
    }

    /// The line before a send; `step` and `recipients` are texts of a report.
    package func line(ofSend step: String, workflow: Int, to recipients: String, at time: Timestamp) -> String {
        line("send", suite: workflow) { writer in
            writer.add("step", step)
            writer.add("to", recipients)
            writer.add("time", time.rfc3339)
        }
    }

    private func line(
        _ event: String, suite: Int? = nil, capacity: Int = 256, _ write: (inout JSONObjectWriter) -> Void
    ) -> String {
        var writer = JSONObjectWriter(capacity: capacity)
        writer.add("event", event)
        if let suite { writer.add("suite", suite) }
        write(&writer)
        return writer.finished() + "\n"
    }
}
