/// A run as reports show it: texts without secrets, one to one with JUnit's suites and testcases.
///
/// It is composed from a run as it happens, or read back from a journal: every format takes it from either.
package struct ReportDocument: Sendable {
    package var info: ReportInfo
    package var suites: [ReportSuite] = []
    package var end = ReportEnd()

    package init(_ info: ReportInfo) {
        self.info = info
    }

    package var counts: ReportCounts { suites.reduce(into: ReportCounts()) { $0.add($1.counts) } }
}

extension ReportDocument {
    /// A run that ended before its first step, as one testcase: readers drop a file without any.
    package static func ofRunThatDidNotStart(message: String, details: String, type: String) -> ReportDocument {
        func clean(_ text: String) -> String { CICommands.neutralize(text) }
        var document = ReportDocument(ReportInfo(version: "", runID: "", startedAt: ""))
        var suite = ReportSuite(
            name: "ekoflow", file: "", className: "ekoflow", environment: "", runID: "", hostname: "", startedAt: "")
        suite.testcases = [
            ReportTestcase(
                name: "the run starts", kind: "run", file: "", line: 0, expectations: [],
                verdict: .error(type: type, message: clean(message), body: clean(details)))
        ]
        document.suites = [suite]
        return document
    }
}

extension ReportDocument {
    /// The parts of a run on several machines, as one run would have it: in the order of files and cases.
    package init(merging parts: [ReportDocument]) {
        let first = parts.first?.info ?? ReportInfo(version: "", runID: "", startedAt: "")
        self.init(
            ReportInfo(
                version: first.version, runID: parts.map(\.info.runID).joined(separator: "+"),
                startedAt: parts.map(\.info.startedAt).min() ?? ""))
        suites = parts.flatMap(\.suites).enumerated().sorted { left, right in
            (left.element.file, left.element.caseNumber, left.offset)
                < (right.element.file, right.element.caseNumber, right.offset)
        }.map(\.element)
        end = ReportEnd(
            duration: parts.map(\.end.duration).max() ?? .zero,
            wasInterrupted: parts.contains(where: \.end.wasInterrupted))
    }
}

/// What is known of a run at its start.
package struct ReportInfo: Sendable, Equatable {
    /// Of the program.
    package var version: String
    package var runID: String
    /// In RFC 3339.
    package var startedAt: String

    package init(version: String, runID: String, startedAt: String) {
        self.version = version
        self.runID = runID
        self.startedAt = startedAt
    }
}

/// How a run ended.
package struct ReportEnd: Sendable, Equatable {
    package var duration: Duration
    package var wasInterrupted: Bool

    package init(duration: Duration = .zero, wasInterrupted: Bool = false) {
        self.duration = duration
        self.wasInterrupted = wasInterrupted
    }
}

/// Testcases by verdict, and SMS.
package struct ReportCounts: Sendable, Equatable {
    package init() {}

    package private(set) var testcases = 0
    package private(set) var failures = 0
    package private(set) var errors = 0
    package private(set) var skipped = 0
    package private(set) var smsSent = 0
    package private(set) var smsUnknown = 0

    package var passed: Int { testcases - failures - errors - skipped }

    mutating func add(_ testcase: ReportTestcase) {
        testcases += 1
        switch testcase.verdict {
        case .passed: break
        case .failure: failures += 1
        case .error: errors += 1
        case .skipped: skipped += 1
        }
        switch testcase.sms {
        case .none: break
        case .sent: smsSent += 1
        case .unknown: smsUnknown += 1
        }
    }

    package mutating func add(_ other: ReportCounts) {
        testcases += other.testcases
        failures += other.failures
        errors += other.errors
        skipped += other.skipped
        smsSent += other.smsSent
        smsUnknown += other.smsUnknown
    }
}
