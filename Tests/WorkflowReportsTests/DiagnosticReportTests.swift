import JSON
import Source
import Testing

@testable import WorkflowReports

@Suite("Diagnostics for programs")
struct DiagnosticReportTests {
    private let report: DiagnosticReport = {
        let file = SourceFile(path: "workflows/a b.yml", text: "steps:\n  - {mobile: '9002336768'}\n")
        let range = SourceRange(
            file: file, start: SourcePosition(line: 2, column: 5), end: SourcePosition(line: 2, column: 11))
        return DiagnosticReport(
            [
                .error(.unknownKey, "unknown key 'mobile', 9002336768", at: range, help: "write it in send_otp"),
                .warning(.unusedVariable, "no place: a%b", at: nil),
            ], folder: "qa/", fileCount: 2, version: "1.2.3")
    }()

    @Test("as JSON, with the place and the help, and masked numbers")
    func json() throws {
        let json = try parseJSON(Array(report.json.utf8))
        let expected = """
            {"files":2,"errors":1,"warnings":1,"diagnostics":[{"severity":"error","id":"unknown_key",\
            "message":"unknown key 'mobile', 90xxxxx768","help":"write it in send_otp","file":"qa/workflows/a b.yml",\
            "line":2,"column":5,"end_line":2,"end_column":11},{"severity":"warning","id":"unused_variable",\
            "message":"no place: a%b"}]}
            """
        #expect(json.serialized == expected)
    }

    @Test("as annotations of GitHub, escaped")
    func github() {
        #expect(
            report.github == """
                ::error file=qa/workflows/a b.yml,line=2,col=5,endLine=2,endColumn=11,title=ekoflow unknown_key::unknown key 'mobile', 90xxxxx768%0Awrite it in send_otp
                ::warning title=ekoflow unused_variable::no place: a%25b

                """)
    }

    @Test("for GitLab, each with a fingerprint of its own that stays the same")
    func gitLab() throws {
        guard case .array(let entries) = try parseJSON(Array(report.gitLab.utf8)) else { throw ParseFailure() }
        let fingerprints = entries.compactMap { entry -> String? in
            guard case .object(let object) = entry, case .string(let text)? = object["fingerprint"] else { return nil }
            return text
        }
        #expect(Set(fingerprints).count == 2 && fingerprints.allSatisfy { $0.utf8.count == 16 })
        #expect(report.gitLab == report.gitLab)
        #expect(report.gitLab.contains("\"severity\": \"major\"") && report.gitLab.contains("\"severity\": \"minor\""))
    }

    @Test("as SARIF, whose paths are URIs")
    func sarif() throws {
        let text = report.sarif
        #expect(text.contains("\"uri\": \"qa/workflows/a%20b.yml\""))
        #expect(text.contains("\"startLine\": 2") && text.contains("\"endColumn\": 11"))
        #expect(try parseJSON(Array(text.utf8)) != .null)
    }

    private struct ParseFailure: Error {}
}
