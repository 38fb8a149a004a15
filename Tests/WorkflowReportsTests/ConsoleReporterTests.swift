import Secrets
import Testing
import WorkflowEngine

@testable import WorkflowReports

@Suite("The console shows what happened, without secrets")
struct ConsoleReporterTests {
    @Test("a line for each step, an excerpt for each failure, and a summary")
    func lines() throws {
        let fixture = try ReportFixture(outcomes: [
            .passed, .failed([failure()]), .skipped(.earlierStepFailed(title: "Suite 1")),
        ])
        #expect(
            fixture.console == """
                  ✓ Suite 0  1234.57 s
                  ✗ Suite 1  1234.57 s
                    failure: http: expected 200, actual 403
                     --> workflows/a.yml:2:9
                      |
                    2 |   http: 200
                      |         ^^^ expected 200
                      |             actual   403
                  - Suite 2  skipped: the step 'Suite 1' did not pass

                3 steps: 1 passed, 1 failed, 1 skipped · 3 SMS sent (sandbox: nobody was texted) · 1.50 s

                """)
    }

    @Test(
        "no key and no signature is in the console output or the report",
        arguments: ["developer-key", "access-key", "signature-1"])
    func secrets(_ secret: String) throws {
        let fixture = try ReportFixture(
            outcomes: [.failed([failure(actual: "{\"echo\":\"\(secret)\"}", help: secret)])],
            secrets: [Secret("signature-1")])
        #expect(!fixture.console.contains(secret))
        #expect(!fixture.junit.contains(secret))
        #expect(fixture.console.contains("•••"))
    }

    @Test("secrets are removed before a text is cut")
    func cutSecrets() throws {
        let actual = String(repeating: "x", count: 395) + "access-key"
        let fixture = try ReportFixture(outcomes: [.failed([failure(actual: actual)])])
        for output in [fixture.console, fixture.junit] { #expect(!output.contains("xxacc")) }
    }

    @Test("a server's response cannot control the terminal")
    func controls() throws {
        let fixture = try ReportFixture(outcomes: [.failed([failure(actual: "\u{1B}]0;title\u{7}\r")])])
        #expect(!fixture.console.contains("\u{1B}"))
        #expect(!fixture.console.contains("\r"))
        let commands = try ReportFixture(outcomes: [.failed([failure(actual: "\u{600}##vso[task.setvariable]")])])
        #expect(!commands.console.contains("##vso["))
    }
}
