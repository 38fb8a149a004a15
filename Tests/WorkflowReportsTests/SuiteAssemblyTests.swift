import Testing

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
}
