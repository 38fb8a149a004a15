import Testing
import Times

@testable import WorkflowReports

@Suite("Suites in the order of the plan")
struct SuiteAssemblyTests {
    private func suite(_ name: String) -> ReportSuite {
        ReportSuite(
            name: name, file: "a.yml", className: "a", environment: "staging", runID: "RUN", hostname: "host",
            startedAt: "")
    }

    /// The names of the suites that are returned for each event: `a+` starts the suite a, `a-` ends it.
    private func givenOut(_ events: [String]) -> [[String]] {
        let places = ["a": 0, "b": 1, "c": 2]
        var assembly = SuiteAssembly()
        return events.map { event in
            guard let place = places[String(event.dropLast())] else {
                return assembly.take(.runFinished(ReportEnd())).map(\.name)
            }
            return assembly.take(
                event.hasSuffix("+")
                    ? .suiteStarted(suite(String(event.dropLast())), steps: PlannedSteps([]), place)
                    : .suiteFinished(place, duration: .zero)
            ).map(\.name)
        }
    }

    @Test("a finished suite waits only for unfinished suites before it")
    func order() {
        #expect(givenOut(["a+", "b+", "b-", "c+", "a-", "c-", "end"]) == [[], [], [], [], ["a", "b"], ["c"], []])
    }

    @Test("at the end of a run no suite is lost, even if an earlier suite never started")
    func gap() {
        #expect(givenOut(["c+", "b+", "c-", "b-", "end"]) == [[], [], [], [], ["b", "c"]])
    }

    @Test("a suite starts no earlier than its run, even if the clock was set back", arguments: [-86_400_000, -1, 0, 7])
    func clockSetBack(milliseconds: Int64) throws {
        let fixture = try ReportFixture(outcomes: [.passed])
        let composer = ReportComposer(fixture.plan, hostname: "host", version: "1", masksNumbers: true)
        let start = Timestamp(milliseconds: 1_767_323_045_000)
        _ = composer.event(of: .runStarted(fixture.plan, at: start))
        let event = composer.event(
            of: .workflowStarted(
                fixture.planned, 0, at: Timestamp(milliseconds: start.milliseconds + milliseconds)))
        guard case .suiteStarted(let suite, _, _) = event else {
            Issue.record("\(event)")
            return
        }
        #expect(suite.offset == .milliseconds(max(0, milliseconds)))
    }
}
