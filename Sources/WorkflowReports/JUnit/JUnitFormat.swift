import WorkflowModel

/// Writes a run as JUnit XML, in the form that shows best in all readers: one suite per workflow, one testcase per step.
package struct JUnitFormat: ReportFormat {
    package init() {}

    package func head(_ info: ReportInfo, total: ReportTotal?) -> String {
        let start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ekoflow\" "
        let total = total ?? ReportTotal()
        let counts = "\(attributes(total.counts)) time=\"\(seconds(total.end.duration))\""
        // Room for any counts: white space between attributes and the end of a tag means nothing.
        return start + counts + String(repeating: " ", count: max(0, Self.countsWidth - counts.utf8.count)) + ">\n"
    }

    private static let countsWidth = 128

    package func foot(_ total: ReportTotal) -> String { "</testsuites>\n" }

    package func suite(_ suite: ReportSuite, before: ReportCounts) -> String {
        let counts = suite.counts
        var xml = "  <testsuite name=\"\(XMLText.attribute(suite.name))\" \(attributes(counts))"
        xml += " time=\"\(seconds(suite.duration))\""
        // A run that did not start has none of them.
        for (name, value) in [("timestamp", suite.startedAt), ("hostname", suite.hostname), ("file", suite.file)]
        where !value.isEmpty {
            xml += " \(name)=\"\(XMLText.attribute(value))\""
        }
        xml += ">\n"
        xml += "    <properties>\n"
        let unchecked = suite.isHostChecked ? [] : [("host_certificate", "not checked")]
        let properties =
            [
                ("environment", suite.environment), ("run_id", suite.runID), ("sms_sent", String(counts.smsSent)),
                ("sms_outcome_unknown", String(counts.smsUnknown)),
            ] + unchecked
        for (name, value) in properties where !value.isEmpty {
            xml += "      <property name=\"\(name)\" value=\"\(XMLText.attribute(value))\"/>\n"
        }
        xml += "    </properties>\n"
        let className = XMLText.attribute(suite.className)
        for testcase in suite.testcases { xml += element(testcase, className: className) }
        return xml + "  </testsuite>\n"
    }

    private func element(_ testcase: ReportTestcase, className: String) -> String {
        var xml = "    <testcase classname=\"\(className)\" name=\"\(XMLText.attribute(testcase.name))\""
        xml += " time=\"\(seconds(testcase.duration))\""
        if testcase.line > 0 { xml += " file=\"\(XMLText.attribute(testcase.file))\" line=\"\(testcase.line)\"" }
        xml += " assertions=\"\(testcase.expectations.count)\""
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
