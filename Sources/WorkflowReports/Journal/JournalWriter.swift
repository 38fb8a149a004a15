import JSON
import Times
import WorkflowEngine

/// Writes the events of a run as lines of JSON. From them, the responses can be judged again, and a report can be made
/// even if the process was killed before it could write one.
///
/// The lines: `run`; for each workflow `suite`, `request` before each request that does more than to read, `step` after each
/// step, and `suite_end`; at last `end`. Lines of several workflows may be mixed: the property `suite` is the workflow's index in the plan.
package struct JournalWriter: Sendable {
    static let version = 1

    package init() {}

    /// The fields of the line `run`.
    static let runFields = ReportInfo.fields(startedAt: "time") + [ReportInfo.planned]

    /// The line of an event.
    package func line(of event: ReportEvent) -> TextBuffer {
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
                testcase.write(to: &$0)
            }
        case .suiteFinished(let index, let duration, _):
            line("suite_end", suite: index) { $0.add("ms", duration) }
        case .runFinished(let end):
            line("end") { end.write(to: &$0) }
        }
    }

    /// The line before a request. `step` and the texts of the request come from `ReportComposer`, without secrets.
    package func line(of request: JournalRequest, step: String, workflow: Int) -> TextBuffer {
        line("request", suite: workflow) { writer in
            writer.add("step", step)
            request.write(to: &writer)
        }
    }

    private func line(
        _ event: String, suite: Int? = nil, capacity: Int = 256, _ write: (inout JSONObjectWriter) -> Void
    ) -> TextBuffer {
        var writer = JSONObjectWriter(capacity: capacity)
        writer.add("event", event)
        if let suite { writer.add("suite", suite) }
        write(&writer)
        var line = JSONText.inert(writer.finishedText())
        line.append(UInt8(ascii: "\n"))
        return line
    }
}
