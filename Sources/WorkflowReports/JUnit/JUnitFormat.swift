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
        let counts = "\(attributes(total.counts)) time=\"\(seconds(total.end.duration))\""
        // Padding, so that any counts fit: white space before the end of a tag has no meaning.
        let room = String(repeating: " ", count: max(0, Self.countsWidth - counts.utf8.count))
        return start + " name=\"ekoflow\" " + counts + room + ">\n"
    }

    private static let countsWidth = 128

    package func foot(_ total: ReportTotal) -> String { "</testsuites>\n" }

    package func suite(_ suite: ReportSuite, before: ReportCounts) -> String {
        let counts = suite.counts
        var xml = "  <testsuite name=\"\(XMLText.attribute(suite.name))\" \(attributes(counts))"
        xml += " time=\"\(seconds(suite.duration))\""
        for (name, value) in isStrict ? strictAttributes(suite, before) : richAttributes(suite) where !value.isEmpty {
            xml += " \(name)=\"\(XMLText.attribute(value))\""
        }
        xml += ">\n"
        xml += "    <properties>\n"
        let sandbox = suite.isSandbox ? [("sandbox", "true")] : []
        let unchecked = suite.isHostChecked ? [] : [("host_certificate", "not checked")]
        let properties =
            [
                ("environment", suite.environment), ("run_id", suite.runID), ("sms_sent", String(counts.smsSent)),
                ("sms_outcome_unknown", String(counts.smsUnknown)),
            ] + effects(counts) + sandbox + unchecked
        // Some readers join the properties of all suites, and take a second one of a name for an error.
        let isFirst = before.suites == 0
        for (name, value) in properties where !value.isEmpty && (isFirst || name != "run_id") {
            let name = isFirst ? name : "\(name)_\(before.suites + 1)"
            xml += "      <property name=\"\(name)\" value=\"\(XMLText.attribute(value))\"/>\n"
        }
        xml += "    </properties>\n"
        let className = XMLText.attribute(suite.className)
        for testcase in suite.testcases { xml += element(testcase, className: className, tags: suite.tags) }
        if isStrict { xml += "    <system-out/>\n    <system-err/>\n" }
        return xml + "  </testsuite>\n"
    }

    /// What happened besides SMS.
    private func effects(_ counts: ReportCounts) -> [(String, String)] {
        [
            ("transfers", counts.transfers), ("transfers_outcome_unknown", counts.transfersUnknown),
            ("priced_calls", counts.priced), ("priced_calls_outcome_unknown", counts.pricedUnknown),
            ("changes_outcome_unknown", counts.changesUnknown),
        ].filter { $0.1 > 0 }.map { ($0.0, String($0.1)) }
            + (counts.amount.paise > 0 ? [("rupees_moved", counts.amount.digits)] : [])
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

    private func element(_ testcase: ReportTestcase, className: String, tags: [String]) -> String {
        var xml = "    <testcase classname=\"\(className)\" name=\"\(XMLText.attribute(testcase.name))\""
        xml += " time=\"\(seconds(testcase.duration))\""
        var inner = ""
        switch testcase.verdict {
        case .passed: break
        case .failure: inner = element("failure", type: Self.failureType, testcase.verdict)
        case .error(let type, _): inner = element("error", type: type, testcase.verdict)
        case .skipped(let reason):
            inner = "      <skipped message=\"\(XMLText.attribute(reason))\">\(XMLText.content(reason))</skipped>\n"
        }
        if !isStrict {
            if testcase.line > 0 { xml += " file=\"\(XMLText.attribute(testcase.file))\" line=\"\(testcase.line)\"" }
            xml += " assertions=\"\(testcase.expectations.count)\""
            inner = properties(of: testcase, tags: tags) + inner + earlier(testcase) + output(of: testcase)
        }
        return inner.isEmpty ? xml + "/>\n" : "\(xml)>\n\(inner)    </testcase>\n"
    }

    /// What test management systems read: Xray `test_key` and `tags`, TestRail `test_id`.
    private func properties(of testcase: ReportTestcase, tags: [String]) -> String {
        var properties: [(String, String)] = []
        if let id = testcase.id { properties.append(("step_id", id)) }
        if let id = testcase.testID {
            properties.append(("test_id", id))
            if id.isJiraKey { properties.append(("test_key", id)) }
        }
        if let reference = testcase.request?.reference, testcase.effect != nil {
            properties.append(("client_ref_id", reference))
        }
        if testcase.start > 0 { properties.append(("start", String(testcase.start))) }
        if !tags.isEmpty { properties.append(("tags", tags.joined(separator: ","))) }
        guard !properties.isEmpty else { return "" }
        let lines = properties.map { "        <property name=\"\($0)\" value=\"\(XMLText.attribute($1))\"/>\n" }
        return "      <properties>\n\(lines.joined())      </properties>\n"
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
