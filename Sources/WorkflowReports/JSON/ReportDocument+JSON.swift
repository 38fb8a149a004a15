import JSON

/// Why a file is neither a journal nor a JSON report. The message is for people.
package struct ReportProblem: Error {
    package let message: String
}

extension ReportDocument {
    /// Reads a journal or a JSON report.
    package static func read(_ bytes: [UInt8]) throws(ReportProblem) -> ReportDocument {
        guard bytes.starts(with: Array("{\"report\":".utf8)) else {
            if bytes.starts(with: Array("<".utf8)) {
                throw ReportProblem(
                    message: "it is XML or HTML: give the run's journal, or its report in JSON (--json)")
            }
            do throws(Journal.ReadError) {
                return try Journal(bytes).document
            } catch {
                throw ReportProblem(message: "it is not a journal: \(error.message)")
            }
        }
        guard case .object(let object)? = try? parseJSON(bytes) else {
            throw ReportProblem(message: "it is not a report: it is not JSON")
        }
        guard object.int("report") == JSONFormat.version else {
            throw ReportProblem(message: "it was written by another version of ekoflow")
        }
        var document = ReportDocument(ReportInfo(object))
        document.suites = object.objects("suites").map {
            var suite = ReportSuite($0)
            suite.runID = document.info.runID
            return suite
        }
        document.end = ReportEnd(object)
        return document
    }
}
