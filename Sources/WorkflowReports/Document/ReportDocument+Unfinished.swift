/// What reports say if a run did not start or did not finish. JUnit readers ignore a file without testcases, and take a
/// file without errors for a successful run.
extension ReportDocument {
    /// The error type if a run did not start because a file or an option is wrong.
    package static let typeOfInvalidInput = "InvalidInput"

    /// A run that ended before its first step. `type` is the type of the JUnit error.
    package static func ofRunThatDidNotStart(_ problems: [Problem], type: String) -> ReportDocument {
        var document = ReportDocument()
        document.suites = [ownSuite(document.info, "start of the run", .error(type: type, problems))]
        return document
    }

    /// A suite that says why a run did not finish.
    package static func suiteOfEarlyEnd(_ problem: Problem, _ info: ReportInfo) -> ReportSuite {
        ownSuite(
            info, info.part.map { "end of part \($0.number)" } ?? "end of the run",
            .error(type: "NotFinished", [problem]))
    }

    /// A suite without a file, with one testcase.
    private static func ownSuite(
        _ info: ReportInfo, _ testcase: String, _ verdict: ReportTestcase.Verdict
    ) -> ReportSuite {
        var suite = ReportSuite(
            name: "ekoflow", file: "", className: "ekoflow", environment: "", runID: info.runID, hostname: "",
            startedAt: String(info.startedAt.prefix("2026-01-02T03:04:05".count)))
        suite.testcases = [
            ReportTestcase(name: testcase, kind: "run", file: "", line: 0, expectations: [], verdict: verdict)
        ]
        return suite
    }
}
