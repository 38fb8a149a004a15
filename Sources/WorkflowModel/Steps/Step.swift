import Expressions
import Source

/// One step of a workflow: what it does, and what is expected and kept of its response.
///
/// A class, because it is passed along with every event and result of its run, and never changes.
package final class Step: Sendable {
    package let id: Located<String>?
    package let name: Located<String>?
    /// The name of its kind as it is written: `send_otp`.
    package let kind: Located<String>
    package let action: StepAction
    /// The step is skipped where it is not met.
    package let condition: Condition?
    /// A failure of the step does not end its workflow.
    package let continuesOnFailure: Bool
    package let expectations: [Expectation]
    package let captures: [Capture]
    /// Overrides the environment's.
    package let timeout: Duration?
    package let repetition: Repetition?
    /// What is wrong with its signature on purpose.
    package let signing: SigningChanges?
    /// The steps whose values it reads, and where it names each first.
    package let referencedSteps: [String: SourceRange]
    /// What it cannot run without: the captures that it reads, but for those that only its `when` asks for.
    package let neededCaptures: Set<CaptureName>

    /// A capture by the step that makes it.
    package struct CaptureName: Hashable, Sendable {
        package let step: String
        package let name: String
    }

    init(
        id: Located<String>?, name: Located<String>?, kind: Located<String>, action: StepAction,
        condition: Condition? = nil, continuesOnFailure: Bool = false, expectations: [Expectation] = [],
        captures: [Capture] = [], timeout: Duration? = nil, repetition: Repetition? = nil,
        signing: SigningChanges? = nil, referencedSteps: [String: SourceRange] = [:],
        neededCaptures: Set<CaptureName> = []
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.action = action
        self.condition = condition
        self.continuesOnFailure = continuesOnFailure
        self.expectations = expectations
        self.captures = captures
        self.timeout = timeout
        self.repetition = repetition
        self.signing = signing
        self.referencedSteps = referencedSteps
        self.neededCaptures = neededCaptures
    }

    /// What people call the step: its name, else its id, else its kind.
    package var title: String { name?.value ?? id?.value ?? kind.value }

    /// The request that it makes; nil for a step that makes none of its own.
    package var request: RequestTemplate? {
        if case .request(let request) = action { request } else { nil }
    }

    /// How many steps run for it: its own, or those of the workflow that it uses.
    var stepCount: Int {
        if case .use(let use) = action { use.stepCount } else { 1 }
    }

    /// True where running it texts a person.
    package var textsPerson: Bool {
        if case .textsPerson? = request?.effect { true } else { false }
    }
}

/// What a step does.
package enum StepAction: Sendable {
    case request(RequestTemplate)
    case use(WorkflowUse)
    case wait(Duration)
}

/// Another workflow that runs as a step.
package struct WorkflowUse: Sendable {
    package let path: Located<String>
    package let workflow: Workflow
    /// The values that it gets for its variables.
    package let arguments: [Argument]
    /// Of the workflow; kept, as uses inside one another would be counted again and again.
    let stepCount: Int

    init(path: Located<String>, workflow: Workflow, arguments: [Argument]) {
        self.path = path
        self.workflow = workflow
        self.arguments = arguments
        stepCount = workflow.stepCount
    }

    /// A variable of the workflow that is used, and its value there.
    package struct Argument: Sendable {
        package let name: String
        package let value: ValueTemplate
        package let range: SourceRange
    }
}

/// A value of the response that later steps can refer to as `steps.ID.NAME`.
package struct Capture: Sendable {
    package let name: String
    package let path: BodyPath
    package let range: SourceRange
}
