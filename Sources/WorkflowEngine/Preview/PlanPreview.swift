import Source
import Synchronization
import WorkflowModel

/// What a plan would send, request by request, without sending anything.
package struct PlanPreview: Sendable {
    package let plan: RunPlan
    package let requests: [PlannedRequest]

    package init(_ plan: RunPlan, services: RunServices) async {
        self.plan = plan
        var requests: [PlannedRequest] = []
        for index in plan.workflows.indices {
            requests += await Self.requests(of: index, in: plan, services: services)
        }
        self.requests = requests
    }

    /// What one workflow of a plan would send.
    package static func requests(of index: Int, in plan: RunPlan, services: RunServices) async -> [PlannedRequest] {
        let planned = plan.workflows.beforeRun(index)
        let executor = PreviewExecutor(planned, services: services)
        var scope = planned.scope
        _ = await SequenceRunner(executor: executor).run(planned.sequence, scope: &scope)
        return executor.requests.withLock(\.self)
    }

    /// The requests to an environment that do more than to read; nil for all environments.
    package func effects(in environment: TargetEnvironment?) -> [PlannedRequest] {
        requests.filter { $0.effect != nil && (environment == nil || $0.environment.identity == environment?.identity) }
    }
}

/// Makes the requests of one workflow, as its run would make them if every step passed.
private final class PreviewExecutor: StepExecutor {
    let requests = Mutex<[PlannedRequest]>([])
    private let planned: PlannedWorkflow
    private let services: RunServices
    private let signer: RequestSigner

    init(_ planned: PlannedWorkflow, services: RunServices) {
        self.planned = planned
        self.services = services
        signer = RequestSigner(planned.environment.credentials)
    }

    func run(_ planned: PlannedStep, _ template: RequestTemplate, scope: inout RunScope) async -> StepResult? {
        let step = planned.step
        let environment = scope.environment
        var draft = RequestDraft(template, in: scope)
        if let missing = template.missingOTP, missing.isRequired || environment.otpSource != nil {
            draft.add(missing.parameter, .unknown("the OTP"))
        }
        let signature = signer.headers(at: services.now, changes: step.signing)
        let request = PlannedRequest(
            workflow: self.planned.title, file: self.planned.workflow.file.path, step: step, name: planned.name,
            environment: environment, request: draft.signed(signature, to: environment),
            secrets: draft.secrets(of: template),
            effect: draft.effect.map(PlannedEffect.init), isConditional: scope.isConditional,
            maximumCount: step.maximumRequestCount,
            problem: draft.problems.first?.message,
            origins: (self.planned.testCase.map { [Diagnostic.Note("in the case '\($0.title)'")] } ?? [])
                + scope.origins.notes(for: nil))
        requests.withLock { $0.append(request) }
        scope.captureLater(step)
        return nil
    }
}

extension Step {
    /// A send is repeated only if nothing was sent, so it counts once.
    fileprivate var maximumRequestCount: Int? {
        switch repetition {
        case .poll?: nil
        case .retry(let attempts, _)?: attempts
        case nil: 1
        }
    }
}

extension PlannedEffect {
    fileprivate init(_ effect: RequestEffect) {
        let known = effect.persons.compactMap(\.known?.writtenOut)
        self.init(
            kinds: effect.kinds, recipients: known, hasUnknownRecipient: known.count < effect.persons.count,
            personCount: effect.persons.count, amount: effect.amount, isAmountLate: effect.isAmountLate,
            price: effect.price)
    }
}
