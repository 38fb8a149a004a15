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
            wasInterrupted: parts.contains(where: \.end.wasInterrupted),
            wasCutOff: parts.contains(where: \.end.wasCutOff))
    }
}

extension ReportDocument {
    /// Why some documents are not the parts of one run, each once; nil where they may be.
    package static func mismatch(of parts: [ReportDocument]) -> String? {
        for (index, part) in parts.enumerated()
        where parts[..<index].contains(where: { $0.info.runID == part.info.runID }) {
            return "the run \(part.info.runID) is given twice"
        }
        let known = parts.compactMap(\.info.part)
        guard let first = known.first else { return nil }
        guard known.count == parts.count else { return "some are parts of a run, and others are whole runs" }
        if known.contains(where: { $0.count != first.count || $0.split != first.split }) {
            return "they are parts of runs that were split in different ways"
        }
        let numbers = known.map(\.number)
        let twice = numbers.first { number in numbers.count { $0 == number } > 1 }
        return twice.map { "part \($0) of \(first.count) is given twice" }
    }

    /// The parts that are not among some of one run, by their numbers.
    package static func missing(from parts: [ReportDocument]) -> [Int] {
        guard let count = parts.first?.info.part?.count else { return [] }
        return Set(1...count).subtracting(parts.compactMap(\.info.part?.number)).sorted()
    }

    /// A suite that says why a run did not come to its end: readers that look at nothing else would take it for a good one.
    package static func suiteOfEarlyEnd(_ reason: String, _ info: ReportInfo) -> ReportSuite {
        let message = CICommands.neutralize(reason)
        var suite = ReportSuite(
            name: "ekoflow", file: "", className: "ekoflow", environment: "", runID: info.runID, hostname: "",
            startedAt: String(info.startedAt.prefix(19)))
        suite.testcases = [
            ReportTestcase(
                name: "the run \(info.runID) comes to its end", kind: "run", file: "", line: 0, expectations: [],
                verdict: .error(type: "NotFinished", message: message, body: "error: \(message)"))
        ]
        return suite
    }
}

/// What is known of a run at its start.
package struct ReportInfo: Sendable, Equatable {
    /// Of the program.
    package var version: String
    package var runID: String
    /// In RFC 3339.
    package var startedAt: String
    /// How many workflows and cases were to run; nil where nobody knows.
    package var planned: Int?
    /// Which part of a run on several machines it is; nil for a whole one.
    package var part: ReportPart?

    package init(
        version: String, runID: String, startedAt: String, planned: Int? = nil, part: ReportPart? = nil
    ) {
        self.version = version
        self.runID = runID
        self.startedAt = startedAt
        self.planned = planned
        self.part = part
    }
}

/// A part of a run on several machines.
package struct ReportPart: Sendable, Equatable {
    /// From 1.
    package var number: Int
    package var count: Int
    /// Names how the run was split: parts of another split do not fit.
    package var split: String

    package init(number: Int, count: Int, split: String) {
        self.number = number
        self.count = count
        self.split = split
    }
}

/// How a run ended.
package struct ReportEnd: Sendable, Equatable {
    package var duration: Duration
    package var wasInterrupted: Bool
    /// True where its process ended before it did.
    package var wasCutOff: Bool

    package init(duration: Duration = .zero, wasInterrupted: Bool = false, wasCutOff: Bool = false) {
        self.duration = duration
        self.wasInterrupted = wasInterrupted
        self.wasCutOff = wasCutOff
    }
}

/// Testcases by verdict, and SMS.
package struct ReportCounts: Sendable, Equatable {
    package init() {}

    /// Of so many suites that have no testcases yet.
    init(suites: Int) {
        self.suites = suites
    }

    package private(set) var suites = 0
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
        suites += other.suites
        testcases += other.testcases
        failures += other.failures
        errors += other.errors
        skipped += other.skipped
        smsSent += other.smsSent
        smsUnknown += other.smsUnknown
    }
}
