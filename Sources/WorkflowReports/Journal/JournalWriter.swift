import JSON
import WorkflowEngine
import WorkflowModel

/// Writes what happens in a run as lines of JSON, each whole in itself, so that what was done can be told where the process
/// does not live to write its report.
///
/// The lines: `run`, then for each workflow `suite`, for each of its sends `send` before it is made, for each of its steps
/// `step` once it is over, `suite_end`, and at last `end`. Lines of several workflows may be mixed: `suite` is the place of
/// theirs in the plan.
package struct JournalWriter: Sendable {
    static let version = 1

    private let plan: RunPlan
    private let composer: ReportComposer
    private let version: String
    private let recorder: ExchangeRecorder

    /// `version` is the program's.
    package init(_ composer: ReportComposer, of plan: RunPlan, version: String) {
        self.plan = plan
        self.composer = composer
        self.version = version
        recorder = composer.exchangeRecorder
    }

    /// The line of an event; nil where there is none.
    package func line(of event: RunEvent) -> String? {
        switch event {
        case .runStarted(let plan, let time):
            line(
                "run",
                [
                    "journal": .integer(Self.version), "ekoflow": .string(version), "run": .string(plan.id),
                    "time": .string(time.rfc3339),
                ])
        case .workflowStarted(let index, let time):
            line("suite", suite(index, startedAt: time))
        case .stepFinished(let result, let index):
            line("step", step(result, index))
        case .workflowFinished(let index, let duration):
            finished(index, duration)
        case .runFinished(let duration, let wasInterrupted):
            line("end", ["ms": .milliseconds(duration), "interrupted": .bool(wasInterrupted)])
        }
    }

    private func finished(_ workflow: Int, _ duration: Duration) -> String {
        composer.forget(workflow)
        return line("suite_end", ["suite": .integer(workflow), "ms": .milliseconds(duration)])
    }

    /// The line before a send.
    package func line(ofSend step: String, workflow: Int, to recipients: [String], at time: Timestamp) -> String {
        line(
            "send",
            [
                "suite": .integer(workflow), "step": .string(composer.text(step)),
                "to": .string(composer.text(recipients.joined(separator: ", "))),
                "time": .string(time.rfc3339),
            ])
    }

    private func step(_ result: StepResult, _ workflow: Int) -> JSONObject {
        var object = JSONObject([("suite", .integer(workflow))] + json(composer.testcase(result, of: workflow)).members)
        if let exchange = result.exchange {
            object.append("exchange", .object(recorder.json(exchange, of: result, workflow)))
        }
        return object
    }

    private func suite(_ index: Int, startedAt time: Timestamp) -> JSONObject {
        let planned = plan.workflows[index]
        let suite = composer.suite(planned, startedAt: time)
        let steps = planned.sequence.leaves.map { json(composer.testcase($0, verdict: .passed), isPlan: true) }
        var object: JSONObject = [
            "suite": .integer(index), "name": .string(suite.name), "file": .string(suite.file),
            "class": .string(suite.className),
            "environment": .string(suite.environment), "host": .string(suite.hostname),
            "started": .string(suite.startedAt), "steps": .array(steps.map { .object($0) }),
        ]
        if let testCase = planned.testCase {
            object.append("case", .string(composer.text(testCase.title)))
            object.append("case_number", .integer(testCase.number))
        }
        let given = recorder.json(["vars": planned.computedVariables, "case": planned.testCase?.computedFields ?? [:]])
        if given.count > 0 { object.append("given", .object(given)) }
        return object
    }

    private func json(_ testcase: ReportTestcase, isPlan: Bool = false) -> JSONObject {
        var object: JSONObject = [
            "name": .string(testcase.name), "file": .string(testcase.file), "line": .integer(testcase.line),
            "assertions": .integer(testcase.assertions),
        ]
        if isPlan { return object }
        object.append("ms", .milliseconds(testcase.duration))
        object.append("sms", .string(testcase.sms.rawValue))
        switch testcase.verdict {
        case .passed:
            object.append("verdict", "passed")
        case .failure(let message, let body):
            object.append("verdict", "failure")
            object.append("message", .string(message))
            object.append("body", .string(body))
        case .error(let type, let message, let body):
            object.append("verdict", "error")
            object.append("type", .string(type))
            object.append("message", .string(message))
            object.append("body", .string(body))
        case .skipped(let reason):
            object.append("verdict", "skipped")
            object.append("message", .string(reason))
        }
        return object
    }

    private func line(_ event: String, _ members: JSONObject) -> String {
        JSONValue.object(JSONObject([(name: "event", value: .string(event))] + members.members)).serialized + "\n"
    }
}
