import Contract
import Expressions
import Source

/// One step of a workflow: what it does, and what it expects and captures of the response.
///
/// A class, because every event and result of its run carries it, and it never changes.
package final class Step: Sendable {
    package let id: Located<String>?
    package let name: Located<String>?
    /// What a test management system calls it: a test in Xray, a case in TestRail.
    package let testID: Located<String>?
    /// The name of its kind as written: `send_otp`.
    package let kind: Located<String>
    package let action: StepAction
    /// The step is skipped if the condition is not met.
    package let condition: Condition?
    /// Whether the workflow goes on after a failure of the step.
    package let continuesOnFailure: Bool
    package let expectations: [Expectation]
    /// What it expects besides if its path, which has expressions, leads to an endpoint whose answers are documented.
    package let lateDefaults: [Expectation]
    /// The endpoint that it calls, if its answers are documented.
    package let endpoint: Operation?
    /// What comes of an answer that is not as documented; nil if its environment says so.
    package let contract: ContractMode?
    package let captures: [Capture]
    /// Overrides the environment's timeout.
    package let timeout: Duration?
    package let repetition: Repetition?
    /// Deliberate mistakes in its signature.
    package let signing: SigningChanges?
    /// Whether judging a response can take seconds: if an expectation or a capture has a pattern or a query.
    package let judgementCanTakeLong: Bool
    /// Whether the checksum or the size of a response's body is needed.
    package let readsBytes: Bool
    /// The steps whose values it reads, and the place of the first use of each.
    package let referencedSteps: [String: SourceRange]
    /// The captures that it reads outside `when`: it cannot run without them.
    package let neededCaptures: Set<CaptureName>
    /// The captures that its `when` reads.
    package let capturesOfCondition: Set<CaptureName>

    /// The name of a capture, and of the step that makes it.
    package struct CaptureName: Hashable, Sendable {
        package let step: String
        package let name: String

        package init(step: String, name: String) {
            self.step = step
            self.name = name
        }
    }

    init(
        id: Located<String>?, name: Located<String>?, testID: Located<String>? = nil, kind: Located<String>,
        action: StepAction,
        condition: Condition? = nil, continuesOnFailure: Bool = false, expectations: [Expectation] = [],
        lateDefaults: [Expectation] = [],
        endpoint: Operation? = nil, contract: ContractMode? = nil, captures: [Capture] = [],
        timeout: Duration? = nil, repetition: Repetition? = nil,
        signing: SigningChanges? = nil, referencedSteps: [String: SourceRange] = [:],
        neededCaptures: Set<CaptureName> = [], capturesOfCondition: Set<CaptureName> = []
    ) {
        self.capturesOfCondition = capturesOfCondition
        self.id = id
        self.name = name
        self.testID = testID
        self.kind = kind
        self.action = action
        self.condition = condition
        self.continuesOnFailure = continuesOnFailure
        self.expectations = expectations
        self.lateDefaults = lateDefaults
        self.endpoint = endpoint
        self.contract = contract
        self.captures = captures
        judgementCanTakeLong =
            expectations.contains(where: \.canTakeLong) || captures.contains(where: \.canTakeLong)
        var judged = expectations
        if case .poll(_, _, let end)? = repetition { judged += end }
        readsBytes = judged.contains { if case .bytes = $0.subject { true } else { false } }
        self.timeout = timeout
        self.repetition = repetition
        self.signing = signing
        self.referencedSteps = referencedSteps
        self.neededCaptures = neededCaptures
    }

    /// Its title in reports: the name, else the id, else the operation that it calls by name, else the kind.
    package var title: String { name?.value ?? id?.value ?? calledOperation?.name ?? kind.value }

    /// The operation that it calls by its name; nil if it does not.
    private var calledOperation: Operation? {
        guard let request, request.isByName else { return nil }
        return request.operation
    }

    /// The request that it makes; nil if it makes none itself.
    package var request: RequestTemplate? {
        if case .request(let request) = action { request } else { nil }
    }

    /// How many steps it runs: one, or all steps of the workflow that it uses.
    var stepCount: Int {
        if case .use(let use) = action { use.stepCount } else { 1 }
    }

    /// Whether its own request texts a person.
    package var textsPerson: Bool {
        request?.effects.contains(.texts) ?? false
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
    /// The values for the used workflow's variables.
    package let arguments: [Argument]
    /// The used workflow's step count, stored because nested uses would count it again and again.
    let stepCount: Int

    init(path: Located<String>, workflow: Workflow, arguments: [Argument]) {
        self.path = path
        self.workflow = workflow
        self.arguments = arguments
        stepCount = workflow.stepCount
    }

    /// A variable of the used workflow, and its value.
    package struct Argument: Sendable {
        package let name: String
        package let value: ValueTemplate
        package let range: SourceRange
    }
}
