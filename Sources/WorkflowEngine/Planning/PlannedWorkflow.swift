import JSON
import WorkflowModel

/// A workflow, or one of its cases, with its variables and the environment that it runs in.
package final class PlannedWorkflow: Sendable {
    package let workflow: Workflow
    /// What its expressions read at its start.
    let scope: RunScope
    /// Nil if the workflow has no cases.
    package let testCase: PlannedCase?
    package let sequence: StepSequence
    /// Which repetition it is, from 1.
    package let repetition: Int

    package var environment: TargetEnvironment { scope.environment }
    package var variables: [String: JSONValue] { scope.variables.compactMapValues(\.known) }
    package var caseFields: [String: JSONValue] { scope.caseFields.compactMapValues(\.known) }

    /// The title for people: `WORKFLOW [CASE] (REPETITION)`. The first repetition has no number.
    package var title: String {
        let title = testCase.map { "\(workflow.title) [\($0.title)]" } ?? workflow.title
        return repetition > 1 ? "\(title) (\(repetition))" : title
    }

    init(
        _ workflow: Workflow, scope: RunScope, testCase: PlannedCase? = nil, sequence: StepSequence, repetition: Int = 1
    ) {
        self.workflow = workflow
        self.scope = scope
        self.testCase = testCase
        self.sequence = sequence
        self.repetition = repetition
    }
}

extension PlannedWorkflow {
    /// The variables whose values do not come from the file alone: computed, from environment variables, or given.
    package var computedVariables: [String: JSONValue] {
        let literals = Dictionary(workflow.variables.map { ($0.name.value, $0.literal) }) { first, _ in first }
        return variables.filter { name, value in literals[name].flatMap(\.self).map { $0 != value } ?? true }
    }
}

/// A case with the values of its fields.
package struct PlannedCase: Sendable {
    /// Its number among the cases of the workflow, from 1.
    package let number: Int
    package let title: String
    /// Recognises the case in other starts of its run.
    package let identity: String
    /// The fields whose values do not come from the file alone.
    package let computedFields: [String: JSONValue]
}
