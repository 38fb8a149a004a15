import WorkflowEngine

/// The steps of a workflow before it runs. They are made once, because all cases of the workflow share them.
package final class PlannedSteps: Sendable {
    package let testcases: [ReportTestcase]
    /// The steps as JSON, for a journal.
    let json: String

    package init(_ testcases: [ReportTestcase]) {
        self.testcases = testcases
        json = "[\(testcases.map(\.plannedJSON).joined(separator: ","))]"
    }
}
