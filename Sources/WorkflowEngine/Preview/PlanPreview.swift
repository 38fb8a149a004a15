import Expressions
import JSON
import WorkflowModel

/// What a plan would send, request by request, without sending anything.
package struct PlanPreview: Sendable {
    package let plan: RunPlan
    package let requests: [PlannedRequest]

    package init(_ plan: RunPlan, services: RunServices) {
        self.plan = plan
        requests = plan.workflows.flatMap { planned in
            var walk = Walk(planned, services: services)
            var scope = RunScope(
                runID: plan.id, environment: planned.environment, variables: planned.variables,
                caseFields: planned.testCase?.fields ?? [:], environmentValues: planned.environmentValues,
                services: services)
            walk.visit(planned.sequence, scope: &scope, isConditional: false)
            return walk.requests
        }
    }

    /// The sends to an environment.
    package func sends(in environment: TargetEnvironment) -> [PlannedRequest] {
        requests.filter { $0.send != nil && $0.environment.path == environment.path }
    }
}

/// Goes through the steps of one workflow as its run would if every step passed.
private struct Walk {
    private let planned: PlannedWorkflow
    private let services: RunServices
    private let signer: RequestSigner
    private(set) var requests: [PlannedRequest] = []

    init(_ planned: PlannedWorkflow, services: RunServices) {
        self.planned = planned
        self.services = services
        signer = RequestSigner(planned.environment.credentials)
    }

    mutating func visit(_ sequence: StepSequence, scope: inout RunScope, isConditional: Bool) {
        for step in sequence.all { visit(step, scope: &scope, isConditional: isConditional) }
    }

    private mutating func visit(_ planned: PlannedStep, scope: inout RunScope, isConditional: Bool) {
        let step = planned.step
        var isConditional = isConditional
        if let condition = step.condition {
            // Of what only the run knows, there is a stand-in, which decides nothing.
            if condition.expression.readsRun {
                isConditional = true
            } else if (try? condition.isMet(in: scope)) == false {
                return
            }
        }
        switch step.action {
        case .wait: break
        case .request(let request):
            visit(planned, request, scope: scope, isConditional: isConditional)
            guard let id = step.id?.value else { break }
            for capture in step.captures {
                scope.captures[id, default: [:]][capture.name] = .standIn("steps.\(id).\(capture.name)")
            }
        case .use(let use):
            guard let sequence = planned.substeps, var inner = try? use.scope(in: scope) else { break }
            visit(sequence, scope: &inner, isConditional: isConditional)
            guard let id = step.id?.value else { break }
            for output in use.workflow.outputs {
                scope.captures[id, default: [:]][output.name.value] = .standIn("steps.\(id).\(output.name.value)")
            }
        }
    }

    private mutating func visit(
        _ planned: PlannedStep, _ template: RequestTemplate, scope: RunScope, isConditional: Bool
    ) {
        let step = planned.step
        let environment = scope.environment
        var draft: RequestDraft
        var problem: String?
        do {
            draft = try RequestDraft(template, in: scope, isPreview: true)
        } catch {
            problem = error.message
            draft = RequestDraft(method: template.method)
        }
        if let missing = template.missingOTP { draft.add(missing.parameter, .standIn("the OTP")) }
        let signature = signer.headers(at: services.now, changes: step.signing)
        var send: PlannedSend?
        if case .textsPerson(let parameter) = draft.effect(template, baseURL: environment.baseURL) {
            let recipients = draft.recipients(parameter)
            let known = recipients.filter { !$0.holdsStandIn }
            send = PlannedSend(recipients: known, hasUnknownRecipient: known.count < recipients.count)
        }
        requests.append(
            PlannedRequest(
                workflow: self.planned.title, file: self.planned.workflow.file.path, step: step, name: planned.name,
                environment: environment,
                request: draft.signed(signature, to: environment), secrets: draft.secrets, send: send,
                isConditional: isConditional, maximumCount: step.maximumRequestCount, problem: problem))
    }
}

extension Step {
    /// Sends are made again only where nothing was sent, so that they count once.
    fileprivate var maximumRequestCount: Int? {
        switch repetition {
        case .poll?: nil
        case .retry(let attempts, _)?: attempts
        case nil: 1
        }
    }
}

extension Expression {
    /// True where it reads what only the run will know.
    fileprivate var readsRun: Bool {
        var reads = false
        forEachReference { if [.steps, .request, .response].contains($0.root) { reads = true } }
        return reads
    }
}
