import WorkflowEngine
import WorkflowModel

/// Writes a run as JUnit XML, in the form that shows best in all readers: one suite per workflow, one testcase per step.
package struct JUnitReport: Sendable {
    private let redactor: Redactor
    private let report: RunReport
    private let hostname: String
    private let masksNumbers: Bool

    package init(_ report: RunReport, hostname: String, masksNumbers: Bool) {
        self.report = report
        self.hostname = hostname
        self.masksNumbers = masksNumbers
        redactor = Redactor(report.plan?.secrets ?? [], masksNumbers: masksNumbers)
    }

    package func text() -> String {
        let total = counts(report.tally)
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        xml += "<testsuites name=\"ekoflow\" \(total) time=\"\(seconds(report.duration))\">\n"
        for workflow in report.workflows { xml += suite(workflow) }
        return xml + "</testsuites>\n"
    }

    /// The report of a run that ended before its first step: readers drop a file without a testcase.
    package static func ofRunThatDidNotStart(message: String, details: String, type: String) -> String {
        let counts = "tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\" time=\"0.000\""
        let message = XMLText.attribute(CICommands.neutralize(NumberMask.mask(message)))
        let details = XMLText.content(CICommands.neutralize(NumberMask.mask(details)))
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="ekoflow" \(counts)>
              <testsuite name="ekoflow" \(counts)>
                <testcase classname="ekoflow" name="the run starts" time="0.000">
                  <error message="\(message)" type="\(type)">\(details)</error>
                </testcase>
              </testsuite>
            </testsuites>

            """
    }

    private func suite(_ workflow: WorkflowReport) -> String {
        let planned = workflow.planned
        let file = attribute(planned.workflow.file.path)
        var xml = "  <testsuite name=\"\(attribute(planned.title))\" \(counts(workflow.tally))"
        xml += " time=\"\(seconds(workflow.duration))\" timestamp=\"\(workflow.startedAt.dateAndTime)\""
        xml += " hostname=\"\(attribute(hostname))\" file=\"\(file)\">\n"
        xml += "    <properties>\n"
        for (name, value) in properties(of: workflow) {
            xml += "      <property name=\"\(name)\" value=\"\(attribute(value))\"/>\n"
        }
        xml += "    </properties>\n"
        let className = attribute(className(of: planned))
        for result in workflow.steps { xml += testcase(result, className: className) }
        return xml + "  </testsuite>\n"
    }

    private func properties(of workflow: WorkflowReport) -> [(String, String)] {
        [
            ("environment", workflow.planned.environment.name), ("run_id", report.plan?.id ?? ""),
            ("sms_sent", String(workflow.tally.smsSent)), ("sms_outcome_unknown", String(workflow.tally.smsUnknown)),
        ]
    }

    private func testcase(_ result: StepResult, className: String) -> String {
        // That of the step itself, which may be in a workflow that this one uses.
        let file = attribute(result.step.kind.range.file.path)
        var xml =
            "    <testcase classname=\"\(className)\" name=\"\(attribute(result.name))\" time=\"\(seconds(result.duration))\""
        xml +=
            " file=\"\(file)\" line=\"\(result.step.kind.range.start.line)\" assertions=\"\(result.step.expectations.count)\""
        if case .passed = result.outcome { return xml + "/>\n" }
        let stepRedactor = Redactor(result.secrets, masksNumbers: masksNumbers)
        func clean(_ text: String) -> String { CICommands.neutralize(redactor.redact(stepRedactor.redact(text))) }
        let outcomes = OutcomeRenderer(styler: .plain) { [redactor] in redactor.redact(stepRedactor.redact($0)) }
        let body = outcomes.problems(of: result.outcome).map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
        switch result.outcome {
        case .passed:
            break
        case .failed(let failures):
            let others = failures.count > 1 ? " (and \(failures.count - 1) more)" : ""
            let headline = (failures.first.map(outcomes.headline) ?? "") + others
            xml += problem("failure", type: "ExpectationFailed", message: clean(headline), body: clean(body))
        case .errored(let error):
            xml += problem("error", type: error.kind.rawValue, message: clean(error.message), body: clean(body))
        case .skipped(let reason):
            let text = clean(reason.text)
            xml += ">\n      <skipped message=\"\(XMLText.attribute(text))\">\(XMLText.content(text))</skipped>\n"
        }
        return xml + "    </testcase>\n"
    }

    private func problem(_ element: String, type: String, message: String, body: String) -> String {
        ">\n      <\(element) message=\"\(XMLText.attribute(message))\" type=\"\(type)\">\(XMLText.content(body))</\(element)>\n"
    }

    private func counts(_ tally: Tally) -> String {
        "tests=\"\(tally.steps)\" failures=\"\(tally.failed)\" errors=\"\(tally.errored)\" skipped=\"\(tally.skipped)\""
    }

    /// The file's path with points, as Java names classes, and the case: readers group by it, and trends hang on it.
    private func className(of planned: PlannedWorkflow) -> String {
        var path = Substring(planned.workflow.file.path)
        for suffix in [".yml", ".yaml"] where path.hasSuffix(suffix) { path = path.dropLast(suffix.count) }
        let name = path.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: ".")
        // A point in the case would begin another class.
        return planned.testCase.map { "\(name)[\($0.title.replacing(".", with: "_"))]" } ?? name
    }

    private func attribute(_ text: String) -> String {
        XMLText.attribute(CICommands.neutralize(redactor.redact(text)))
    }

    /// In seconds with three decimals.
    private func seconds(_ duration: Duration) -> String {
        let milliseconds = Int(duration.milliseconds.rounded())
        let fraction = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
