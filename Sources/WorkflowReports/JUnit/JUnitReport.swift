import WorkflowModel

/// Writes a run as JUnit XML, in the form that shows best in all readers: one suite per workflow, one testcase per step.
package struct JUnitReport: Sendable {
    private let document: ReportDocument

    package init(_ document: ReportDocument) {
        self.document = document
    }

    package func text() -> String {
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        xml += "<testsuites name=\"ekoflow\" \(attributes(document.counts)) time=\"\(seconds(document.duration))\">\n"
        for suite in document.suites { xml += element(suite) }
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

    private func element(_ suite: ReportSuite) -> String {
        let counts = suite.counts
        var xml = "  <testsuite name=\"\(XMLText.attribute(suite.name))\" \(attributes(counts))"
        xml += " time=\"\(seconds(suite.duration))\" timestamp=\"\(XMLText.attribute(suite.startedAt))\""
        xml += " hostname=\"\(XMLText.attribute(suite.hostname))\" file=\"\(XMLText.attribute(suite.file))\">\n"
        xml += "    <properties>\n"
        let properties = [
            ("environment", suite.environment), ("run_id", suite.runID), ("sms_sent", String(counts.smsSent)),
            ("sms_outcome_unknown", String(counts.smsUnknown)),
        ]
        for (name, value) in properties {
            xml += "      <property name=\"\(name)\" value=\"\(XMLText.attribute(value))\"/>\n"
        }
        xml += "    </properties>\n"
        let className = XMLText.attribute(suite.className)
        for testcase in suite.testcases { xml += element(testcase, className: className) }
        return xml + "  </testsuite>\n"
    }

    private func element(_ testcase: ReportTestcase, className: String) -> String {
        var xml = "    <testcase classname=\"\(className)\" name=\"\(XMLText.attribute(testcase.name))\""
        xml += " time=\"\(seconds(testcase.duration))\" file=\"\(XMLText.attribute(testcase.file))\""
        xml += " line=\"\(testcase.line)\" assertions=\"\(testcase.assertions)\""
        switch testcase.verdict {
        case .passed: return xml + "/>\n"
        case .failure(let message, let body):
            xml += problem("failure", type: "ExpectationFailed", message: message, body: body)
        case .error(let type, let message, let body):
            xml += problem("error", type: type, message: message, body: body)
        case .skipped(let reason):
            xml += ">\n      <skipped message=\"\(XMLText.attribute(reason))\">\(XMLText.content(reason))</skipped>\n"
        }
        return xml + "    </testcase>\n"
    }

    private func problem(_ element: String, type: String, message: String, body: String) -> String {
        ">\n      <\(element) message=\"\(XMLText.attribute(message))\" type=\"\(XMLText.attribute(type))\">\(XMLText.content(body))</\(element)>\n"
    }

    private func attributes(_ counts: ReportCounts) -> String {
        "tests=\"\(counts.testcases)\" failures=\"\(counts.failures)\" errors=\"\(counts.errors)\" skipped=\"\(counts.skipped)\""
    }

    /// In seconds with three decimals.
    private func seconds(_ duration: Duration) -> String {
        let milliseconds = Int(duration.milliseconds.rounded())
        let fraction = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
