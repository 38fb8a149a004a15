import WorkflowEngine

/// The steps of a workflow as they stand before it runs. They are the same for each of its cases, and made once.
package final class PlannedSteps: Sendable {
    package let testcases: [ReportTestcase]
    /// As a journal has them.
    let json: String

    package init(_ testcases: [ReportTestcase]) {
        self.testcases = testcases
        json = "[\(testcases.map(\.plannedJSON).joined(separator: ","))]"
    }
}
