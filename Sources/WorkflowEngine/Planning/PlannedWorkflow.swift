import JSON
import WorkflowModel

/// A workflow, or one of its cases, with its variables and the environment that it runs in.
package final class PlannedWorkflow: Sendable {
    package let workflow: Workflow
    package let environment: TargetEnvironment
    package let variables: [String: JSONValue]
    /// Nil where the workflow has no cases.
    package let testCase: PlannedCase?
    /// The values of the process's variables that it, and those that it uses, name.
    let environmentValues: [String: JSONValue]
    package let sequence: StepSequence
    /// From 1, where it runs several times.
    package let repetition: Int

    /// What people call it: the workflow's title, with the case's in brackets, and its number where it is not the first time.
    package var title: String {
        let title = testCase.map { "\(workflow.title) [\($0.title)]" } ?? workflow.title
        return repetition > 1 ? "\(title) (\(repetition))" : title
    }

    init(
        workflow: Workflow, environment: TargetEnvironment, variables: [String: JSONValue],
        testCase: PlannedCase? = nil, environmentValues: [String: JSONValue] = [:], sequence: StepSequence,
        repetition: Int = 1
    ) {
        self.repetition = repetition
        self.workflow = workflow
        self.environment = environment
        self.variables = variables
        self.testCase = testCase
        self.environmentValues = environmentValues
        self.sequence = sequence
    }
}

extension PlannedWorkflow {
    /// The values of variables that the file alone does not tell: computed, of the process's environment, or given.
    package var computedVariables: [String: JSONValue] {
        let literals = Dictionary(workflow.variables.map { ($0.name.value, $0.literal) }) { first, _ in first }
        return variables.filter { name, value in literals[name].flatMap(\.self).map { $0 != value } ?? true }
    }
}

/// A case with the values of its fields.
package struct PlannedCase: Sendable {
    /// Among those of its workflow, from 1.
    package let number: Int
    package let title: String
    package let fields: [String: JSONValue]
    /// Those of the fields that the file alone does not tell.
    package let computedFields: [String: JSONValue]
}
