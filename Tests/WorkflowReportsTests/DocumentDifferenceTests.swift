import Testing
import WorkflowEngine

@testable import WorkflowReports

@Suite("Differences between two runs")
struct DocumentDifferenceTests {
    private func document(_ outcomes: [StepOutcome], milliseconds: [Int]) throws -> ReportDocument {
        var document = try ReportFixture(outcomes: outcomes).document
        for (index, duration) in milliseconds.enumerated() {
            document.suites[0].testcases[index].duration = .milliseconds(duration)
        }
        return document
    }

    @Test("steps that broke, were fixed, got slower, are new or are gone")
    func changes() throws {
        let before = try document(
            [.passed, .failed([failure()]), .passed, .passed, .passed], milliseconds: [10, 10, 60, 10, 100])
        var after = try document(
            [.failed([failure()]), .passed, .passed, .passed, .passed], milliseconds: [10, 10, 120, 59, 120])
        after.suites[0].testcases[4].name = "another"
        let difference = DocumentDifference(from: before, to: after)
        #expect(difference.broken.map(\.after.name) == ["Suite 0"])
        #expect(difference.fixed.map(\.after.name) == ["Suite 1"])
        // Twice as long, and by 50 ms: 59 ms after 10 ms is not enough.
        #expect(difference.slower.map(\.after.name) == ["Suite 2"])
        #expect(difference.added.count == 1 && difference.removed.count == 1 && difference.isForTheWorse)
        let text = DifferenceText(.plain).text(difference)
        #expect(text.contains("broke\n  Suite › Suite 0: http: expected 200, actual 403\n"))
        #expect(text.contains("new\n  Suite › another\n"))
        #expect(text.contains("slower\n  Suite › Suite 2  60 ms → 120 ms\n"))
        #expect(text.hasSuffix("1 broke, 1 fixed, 1 slower, 1 new, 1 gone\n"))
    }

    @Test("a new step that does not pass says why")
    func newFailure() throws {
        let before = try document([.passed], milliseconds: [1])
        let after = try document([.passed, .failed([failure()])], milliseconds: [1, 1])
        let difference = DocumentDifference(from: before, to: after)
        #expect(difference.isForTheWorse && !DocumentDifference(from: after, to: before).isForTheWorse)
        let text = DifferenceText(.plain).text(difference)
        #expect(
            text
                == "new\n  Suite › Suite 1: http: expected 200, actual 403\n\n0 broke, 0 fixed, 0 slower, 1 new, 0 gone\n"
        )
    }

    @Test("a run compared with itself has no changes")
    func same() throws {
        let document = try document([.passed, .failed([failure()])], milliseconds: [1, 1])
        #expect(
            DifferenceText(.plain).text(DocumentDifference(from: document, to: document))
                == "0 broke, 0 fixed, 0 slower, 0 new, 0 gone\n")
    }
}
