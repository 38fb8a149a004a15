/// What reports say where a run did not start, or did not come to its end: readers drop a file without a testcase, and take one
/// without an error for that of a good run.
extension ReportDocument {
    /// The type of the error of a run that did not start because one of its files or options is wrong.
    package static let typeOfInvalidInput = "InvalidInput"

    /// A run that ended before its first step.
    package static func ofRunThatDidNotStart(message: String, details: String, type: String) -> ReportDocument {
        let info = ReportInfo(version: "", runID: "", startedAt: "")
        var document = ReportDocument(info)
        document.suites = [ownSuite(info, "start of the run", type: type, message: message, body: details)]
        return document
    }

    /// A suite that says why a run did not come to its end.
    package static func suiteOfEarlyEnd(_ reason: String, _ info: ReportInfo) -> ReportSuite {
        ownSuite(
            info, "end of the run \(info.runID)", type: "NotFinished", message: reason,
            body: "error: \(reason)")
    }

    /// A suite of no file, with one testcase that is an error.
    private static func ownSuite(
        _ info: ReportInfo, _ testcase: String, type: String, message: String, body: String
    ) -> ReportSuite {
        var suite = ReportSuite(
            name: "ekoflow", file: "", className: "ekoflow", environment: "", runID: info.runID, hostname: "",
            startedAt: String(info.startedAt.prefix("2026-01-02T03:04:05".count)))
        suite.testcases = [
            ReportTestcase(
                name: testcase, kind: "run", file: "", line: 0, expectations: [],
                verdict: .error(
                    type: type, message: CICommands.neutralize(message), body: CICommands.neutralize(body)))
        ]
        return suite
    }
}
