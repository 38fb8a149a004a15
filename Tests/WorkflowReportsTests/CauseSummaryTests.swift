import Testing

@testable import WorkflowReports

@Suite("The end of a run names each cause once")
struct CauseSummaryTests {
    private func step(
        _ name: String, line: Int = 3, _ failures: [ReportTestcase.Failure], help: String? = nil
    ) -> ReportTestcase {
        var step = ReportTestcase(name: name, kind: "call", file: "workflows/a.yml", line: line)
        let problems = failures.filter { !$0.isConsequence }.map {
            Problem(
                .failure, "\($0.subject): expected \($0.expected), actual \($0.actual)",
                parts: help.map { [.help($0)] } ?? [])
        }
        step.verdict = .failure(problems)
        step.failures = failures
        return step
    }

    private func failure(_ subject: String, _ actual: String, line: Int = 5, consequence: Bool = false)
        -> ReportTestcase.Failure
    {
        ReportTestcase.Failure(
            subject: subject, line: line, expected: "0", actual: actual, isConsequence: consequence)
    }

    private func error(_ message: String) -> ReportTestcase {
        var step = ReportTestcase(name: "e", kind: "call", file: "workflows/b.yml", line: 9)
        step.verdict = .error(type: "NotSent", [Problem(.error, message)])
        return step
    }

    private func text(_ steps: [ReportTestcase]) -> String {
        var summary = CauseSummary()
        for step in steps { summary.add(step, of: "Suite") }
        return summary.text(.plain)
    }

    @Test("a refusal is one cause in every file; the most frequent cause is first, with its first place")
    func refusals() {
        let refused = (1...3).map {
            step("s\($0)", line: $0, [failure("body.status", "347", line: $0)], help: "the API says: no balance; x")
        }
        let other = step("t", [failure("body.status", "461")])
        #expect(
            text([other] + refused) == """

                Did not pass:
                  ✗ 3 steps: body.status: expected 0, actual 347 · the API says: no balance
                      workflows/a.yml:1  Suite › s1 and 2 more
                  ✗ body.status: expected 0, actual 461
                      workflows/a.yml:3  Suite › t
                  all of them: ekoflow report show

                """)
    }

    @Test("another expectation is one cause at one line, whatever the values are; at another line it is another")
    func expectations() {
        let same = (1...2).map { step("s", [failure("body.data.tid", "\($0)")]) }
        #expect(text(same).contains("✗ 2 steps: body.data.tid"))
        let apart = (1...2).map { step("s", [failure("body.data.tid", "1", line: $0)]) }
        #expect(!text(apart).contains("2 steps"))
    }

    @Test("errors that differ in numbers only are one cause")
    func errors() {
        #expect(text([error("no answer after 12 ms"), error("no answer after 1 ms")]).contains("! 2 steps: no answer"))
        #expect(!text([error("no answer"), error("no connection")]).contains("2 steps"))
    }

    @Test("refusals that say something else are other causes, and so is another expectation")
    func differentRefusals() {
        let first = step("a", [failure("body.status", "1")], help: "the API says: x")
        let second = step("b", [failure("body.status", "1")], help: "the API says: y")
        var third = failure("http", "200")
        third.expected = "204"
        #expect(!text([first, second, step("c", [failure("http", "200")]), step("d", [third])]).contains("steps:"))
    }

    @Test("the most frequent cause is shown, however many come before it")
    func frequent() {
        let single = (1...30).map { step("s", [failure("body.a", "1", line: $0)]) }
        let frequent = (1...50).map { _ in step("f", [failure("body.b", "1", line: 99)]) }
        #expect(text(single + frequent).contains("✗ 50 steps: body.b"))
    }

    @Test("at most twenty causes are shown, and the rest is counted; nothing is said of a run that passed")
    func limits() {
        let many = (1...25).map { step("s", [failure("body.a", "1", line: $0)]) }
        #expect(text(many).contains("… and 5 steps with other causes"))
        #expect(text(many).split(separator: "\n").count == 43)
        #expect(text([ReportTestcase(name: "p")]) == "")
    }

    @Test("the command that shows the rest is named, if there is one")
    func command() {
        var summary = CauseSummary()
        for _ in 0..<2 { summary.add(error("no answer"), of: "Suite") }
        #expect(
            summary.text(.plain, command: "ekoflow report show j.jsonl").hasSuffix(
                "all of them: ekoflow report show j.jsonl\n"))
        #expect(!summary.text(.plain, command: nil).contains("all of them"))
    }

    @Test("a run of a thousand steps names its three causes in the last fifteen lines")
    func thousand() {
        let passed = Array(repeating: ReportTestcase(name: "p"), count: 990)
        let failed =
            (0..<6).map { step("r\($0)", [failure("body.status", "347")]) }
            + (0..<3).map { step("h\($0)", [failure("http", "403")]) } + [error("no answer")]
        let lines = text(passed + failed).split(separator: "\n")
        #expect(lines.count < 15)
        for cause in ["actual 347", "actual 403", "no answer"] { #expect(lines.contains { $0.contains(cause) }) }
    }
}
