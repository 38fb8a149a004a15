import Testing
import WorkflowEngine

@testable import WorkflowReports

@Suite("The last line of a terminal during a run")
struct ProgressLineTests {
    private let start = ContinuousClock.now

    private func line(
        _ kind: StepActivity.Kind, end: Duration? = nil, after: Duration, parallel: Bool = false, width: Int? = nil
    ) -> String? {
        var line = ProgressLine(total: 10, isParallel: parallel, start: start)
        line.take(StepActivity(step: "the report", kind: kind, start: start, end: end.map { start + $0 }), of: 0)
        return line.text(ReportCounts(), width: width, at: start + after)
    }

    @Test("it says what a slow step does and how long")
    func kinds() {
        #expect(line(.request(number: 1), after: .seconds(2)) == "sending: the report, 2 s")
        #expect(
            line(.request(number: 3), end: .seconds(60), after: .seconds(4))
                == "sending: the report, request 3, 4 s of 60 s")
        #expect(
            line(.pause(before: 2), end: .seconds(60), after: .seconds(4))
                == "polling: the report, before request 2, 4 s of 60 s")
        #expect(line(.wait, end: .seconds(10), after: .seconds(3)) == "waiting: the report, 3 s of 10 s")
        #expect(line(.rate, after: .seconds(1)) == "waiting for the rate limit: the report, 1 s")
        #expect(line(.turn(holder: nil), after: .seconds(1))?.hasPrefix("waiting until another workflow") == true)
    }

    @Test("what is quick is not shown, and neither is what is over")
    func quick() {
        #expect(line(.request(number: 1), after: .milliseconds(100)) == nil)
        var line = ProgressLine(total: 1, isParallel: false, start: start)
        line.take(StepActivity(step: "a", kind: .wait, start: start), of: 0)
        line.take(.testcaseFinished(ReportTestcase(name: "a"), suite: 0))
        #expect(line.text(ReportCounts(), width: nil, at: start + .seconds(9)) == nil)
    }

    @Test("with several jobs it counts, and it is never as wide as the terminal")
    func jobs() throws {
        let text = try #require(line(.request(number: 1), after: .seconds(2), parallel: true))
        #expect(text == "0/10 · 0 SMS · 2 s · sending: the report, 2 s")
        let narrow = try #require(line(.request(number: 1), after: .seconds(2), parallel: true, width: 30))
        #expect(narrow.displayWidth < 30 && narrow.hasSuffix("…"))
    }
}
