import JSON
import Times

/// Writes a run as JUnit XML: one suite per workflow, one testcase per step.
///
/// The rich form shows best in all readers. The strict form is for readers that validate against the schema of Apache
/// Ant's reports or of Jenkins's xUnit plugin: `schemas/junit-strict.xsd` has what both allow.
package struct JUnitFormat: ReportFormat {
    private let isStrict: Bool

    package init(isStrict: Bool = false) {
        self.isStrict = isStrict
    }

    package func head(_ info: ReportInfo, total: ReportTotal?) -> String {
        let start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
        if isStrict { return start + ">\n" }
        let total = total ?? ReportTotal()
        var head = TextBuffer()
        head.append(start + " name=\"ekoflow\"")
        let width = head.count + 1 + Self.countsWidth
        append(total.counts, to: &head)
        head.append("time", seconds: total.end.duration)
        // Padding, so that any counts fit: white space before the end of a tag has no meaning.
        while head.count < width { head.append(UInt8(ascii: " ")) }
        head.append(">\n")
        return head.string
    }

    private static let countsWidth = 128

    package func foot(_ total: ReportTotal) -> String { "</testsuites>\n" }

    package func write(
        _ suite: ReportSuite, _ counts: ReportCounts, before: ReportCounts, to xml: inout TextBuffer
    ) {
        xml.append("  <testsuite")
        xml.append("name", attribute: suite.name)
        append(counts, to: &xml)
        xml.append("time", seconds: suite.duration)
        for (name, value) in isStrict ? strictAttributes(suite, before) : richAttributes(suite) where !value.isEmpty {
            xml.append(name, attribute: value)
        }
        xml.append(">\n    <properties>\n")
        // Some readers join the properties of all suites, and take a second one of a name for an error.
        let number = before.suites == 0 ? nil : before.suites + 1
        xml.append(property: "environment", number, value: suite.environment)
        if number == nil { xml.append(property: "run_id", value: suite.runID) }
        xml.append(property: "sms_sent", number, value: String(counts.smsSent))
        xml.append(property: "sms_outcome_unknown", number, value: String(counts.smsUnknown))
        for (name, count) in effects(counts) where count > 0 {
            xml.append(property: name, number, value: String(count))
        }
        if counts.amount.paise > 0 { xml.append(property: "rupees_moved", number, value: counts.amount.digits) }
        if suite.isSandbox { xml.append(property: "sandbox", number, value: "true") }
        if !suite.isHostChecked { xml.append(property: "host_certificate", number, value: "not checked") }
        xml.append("    </properties>\n")
        for testcase in suite.testcases { append(testcase, of: suite, to: &xml) }
        if isStrict { xml.append("    <system-out/>\n    <system-err/>\n") }
        xml.append("  </testsuite>\n")
    }

    /// What happened besides SMS.
    private func effects(_ counts: ReportCounts) -> [(String, Int)] {
        [
            ("transfers", counts.transfers), ("transfers_outcome_unknown", counts.transfersUnknown),
            ("priced_calls", counts.priced), ("priced_calls_outcome_unknown", counts.pricedUnknown),
            ("changes_outcome_unknown", counts.changesUnknown),
        ]
    }

    /// These are empty, and left out, for a run that did not start.
    private func richAttributes(_ suite: ReportSuite) -> [(String, String)] {
        [("timestamp", suite.startedAt), ("hostname", suite.hostname), ("file", suite.file)]
    }

    /// The schema requires all of them.
    private func strictAttributes(_ suite: ReportSuite, _ before: ReportCounts) -> [(String, String)] {
        [
            ("timestamp", suite.startedAt.isEmpty ? "1970-01-01T00:00:00" : suite.startedAt),
            ("hostname", suite.hostname.isEmpty ? "localhost" : suite.hostname), ("package", suite.className),
            ("id", String(before.suites)),
        ]
    }

    private func append(_ testcase: ReportTestcase, of suite: ReportSuite, to xml: inout TextBuffer) {
        xml.append("    <testcase")
        xml.append("classname", attribute: suite.className)
        xml.append("name", attribute: testcase.name)
        xml.append("time", seconds: testcase.duration)
        if !isStrict {
            if testcase.line > 0 {
                xml.append("file", attribute: testcase.file)
                xml.append("line", number: testcase.line)
            }
            xml.append("assertions", number: testcase.expectations.count)
        }
        let end = xml.count
        xml.append(">\n")
        let start = xml.count
        if !isStrict { appendProperties(of: testcase, tags: suite.tags, to: &xml) }
        switch testcase.verdict {
        case .passed: break
        case .failure: xml.append(element("failure", type: Self.failureType, testcase.verdict))
        case .error(let type, _): xml.append(element("error", type: type, testcase.verdict))
        case .skipped(let reason):
            xml.append("      <skipped")
            xml.append("message", attribute: reason)
            xml.append(">\(XMLText.content(reason))</skipped>\n")
        }
        if !isStrict {
            xml.append(earlier(testcase))
            xml.append(output(of: testcase))
        }
        if xml.count == start {
            xml.cut(to: end)
            xml.append("/>\n")
        } else {
            xml.append("    </testcase>\n")
        }
    }

    /// What test management systems read: Xray `test_key` and `tags`, TestRail `test_id`.
    private func appendProperties(of testcase: ReportTestcase, tags: [String], to xml: inout TextBuffer) {
        let end = xml.count
        xml.append("      <properties>\n")
        let start = xml.count
        func append(_ name: String, _ value: String) {
            xml.append("  ")
            xml.append(property: name, value: value, mayBeEmpty: true)
        }
        if let id = testcase.id { append("step_id", id) }
        if let id = testcase.testID {
            append("test_id", id)
            if id.isJiraKey { append("test_key", id) }
        }
        if let reference = testcase.request?.reference, testcase.effect != nil { append("client_ref_id", reference) }
        if testcase.start > 0 { append("start", String(testcase.start)) }
        if !tags.isEmpty { append("tags", tags.joined(separator: ",")) }
        if xml.count == start { xml.cut(to: end) } else { xml.append("      </properties>\n") }
    }

    /// The warnings, which JUnit has no element for, and the exchange of a step that did not pass or was repeated.
    private func output(of testcase: ReportTestcase) -> String {
        var lines = testcase.warnings.map { "warning: \($0)" }
        let isShown = testcase.verdict.isProblem || testcase.attempts > 1 && !testcase.isPolled
        if isShown, let exchange = testcase.exchange.flatMap({ ExchangeText(json: $0) }) {
            lines += ["request: " + (exchange.request.first ?? "")] + exchange.request.dropFirst()
            lines += ["response: " + (exchange.response.first ?? "")] + exchange.response.dropFirst()
        }
        guard !lines.isEmpty else { return "" }
        return "      <system-out>\(XMLText.content(lines.joined(separator: "\n")))</system-out>\n"
    }

    /// Earlier attempts, in Surefire's elements. Polling is left out, because it does not mean that a test is flaky.
    private func earlier(_ testcase: ReportTestcase) -> String {
        guard !testcase.isPolled, !testcase.earlierAttempts.isEmpty else { return "" }
        let prefix = if case .passed = testcase.verdict { "flaky" } else { "rerun" }
        return testcase.earlierAttempts.map { attempt in
            switch attempt.verdict {
            case .passed, .skipped: ""
            case .failure:
                element("\(prefix)Failure", type: Self.failureType, attempt.verdict, inside: "stackTrace")
            case .error(let type, _): element("\(prefix)Error", type: type, attempt.verdict, inside: "stackTrace")
            }
        }.joined()
    }

    private static let failureType = "ExpectationFailed"

    /// `child` is the element that holds the whole text, if it is not this one.
    private func element(_ name: String, type: String, _ verdict: ReportTestcase.Verdict, inside child: String? = nil)
        -> String
    {
        let content = XMLText.content(verdict.body)
        let body = child.map { "<\($0)>\(content)</\($0)>" } ?? content
        return
            "      <\(name) message=\"\(XMLText.attribute(verdict.message))\" type=\"\(XMLText.attribute(type))\">\(body)</\(name)>\n"
    }

    private func append(_ counts: ReportCounts, to xml: inout TextBuffer) {
        xml.append("tests", number: counts.testcases)
        xml.append("failures", number: counts.failures)
        xml.append("errors", number: counts.errors)
        xml.append("skipped", number: counts.skipped)
    }
}

extension String {
    /// Whether it is a key of an issue in Jira, such as `ABC-12`.
    fileprivate var isJiraKey: Bool {
        let parts = split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = parts[0].utf8.first, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= first else {
            return false
        }
        let isProject = parts[0].utf8.allSatisfy { byte in
            UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || byte == UInt8(ascii: "_")
        }
        return isProject && !parts[1].isEmpty
            && parts[1].utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
}
