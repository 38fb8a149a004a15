import Source
import WorkflowModel

/// A plan that passed the safety rules. `WorkflowRunner` runs only cleared plans, and only `SafetyRules.clear` makes them.
package struct ClearedPlan: Sendable {
    package let plan: RunPlan
    /// How many workflows run at once.
    package let jobs: Int
    /// One guard for each environment, by its identity. It counts sends against the limits.
    let effectGuards: [String: EffectGuard]
    /// Counts the sends of all environments against the limits of the command line.
    let runGuard: EffectGuard

    /// Nil if no environment has a ledger.
    let ledger: (any EffectLedger)?

    fileprivate init(_ plan: RunPlan, jobs: Int, limits: EffectLimits) {
        self.plan = plan
        self.jobs = jobs
        effectGuards = Dictionary(
            uniqueKeysWithValues: plan.environments.map {
                ($0.identity, EffectGuard($0.limits, of: .environment($0.name, isProduction: $0.isProduction)))
            })
        runGuard = EffectGuard(limits, of: .run)
        ledger = nil
    }

    private init(_ cleared: ClearedPlan, _ ledger: any EffectLedger) {
        plan = cleared.plan
        jobs = cleared.jobs
        effectGuards = cleared.effectGuards
        runGuard = cleared.runGuard
        self.ledger = ledger
    }

    /// The plan with a ledger. What earlier starts of the run made counts against its limits.
    package func with(_ ledger: any EffectLedger) -> ClearedPlan {
        for environment in plan.environments {
            guard let earlier = ledger.earlierEffects(in: environment) else { continue }
            effectGuards[environment.identity]?.add(earlier)
            runGuard.add(earlier)
        }
        return ClearedPlan(self, ledger)
    }
}

/// The rules that a plan must pass before its first request: only allowed recipients, one workflow at a time in
/// production, consent to production, and sandboxes that really are sandboxes. Limits are checked while the plan runs.
package struct SafetyRules: Sendable {
    private let jobs: Int
    private let limits: EffectLimits
    private let consent: @Sendable (TargetEnvironment) -> Bool
    private let sandboxProblem: @Sendable (TargetEnvironment) async -> Diagnostic?

    /// `limits` are of the whole run, over all environments. `consent` is called for each production environment. `sandboxProblem`
    /// returns why a sandbox cannot be used.
    package init(
        jobs: Int = 1, limits: EffectLimits = EffectLimits(),
        consent: @escaping @Sendable (TargetEnvironment) -> Bool = { _ in false },
        sandboxProblem: @escaping @Sendable (TargetEnvironment) async -> Diagnostic? = { _ in nil }
    ) {
        self.jobs = jobs
        self.limits = limits
        self.consent = consent
        self.sandboxProblem = sandboxProblem
    }

    /// Why a plan must not run.
    package enum Refusal: Error {
        /// A rule forbids it.
        case refused([Diagnostic])
        /// A sandbox cannot be used.
        case unusable([Diagnostic])
    }

    /// Clears a plan. Throws if a rule is broken; then nothing is sent.
    package func clear(_ plan: RunPlan, services: RunServices) async throws(Refusal) -> ClearedPlan {
        if plan.environments.contains(where: {
            $0.limits.recipients != nil || $0.limits.limitsAmount || $0.isProduction
        }) {
            let refusals = await PlanPreview(plan, services: services).refusals
            guard refusals.isEmpty else { throw .refused(refusals) }
        }
        let production = plan.environments.filter(\.isProduction)
        if jobs > 1, !production.isEmpty {
            let reason = "in production, one workflow runs at a time"
            throw .refused([.error(.jobsInProduction, reason, at: nil, help: "remove --jobs")])
        }
        // One consent is for one file.
        let namesakes = Dictionary(grouping: production, by: \.name).values.filter { $0.count > 1 }
        guard namesakes.isEmpty else {
            throw .refused(namesakes.map { .ambiguousProduction($0) }.sorted { $0.message < $1.message })
        }
        let unconfirmed = production.filter { !consent($0) }
        guard unconfirmed.isEmpty else { throw .refused(unconfirmed.map { .productionNotConfirmed($0) }) }
        var problems: [Diagnostic] = []
        for environment in plan.environments where environment.isSandbox {
            if let problem = await sandboxProblem(environment) { problems.append(problem) }
        }
        guard problems.isEmpty else { throw .unusable(problems) }
        return ClearedPlan(plan, jobs: jobs, limits: limits)
    }
}

extension Diagnostic {
    fileprivate static func ambiguousProduction(_ environments: [TargetEnvironment]) -> Diagnostic {
        .error(
            .productionNotConfirmed,
            "\(environments.count) production environments of this run are named '\(environments[0].name)': "
                + environments.map(\.path).joined(separator: ", "),
            at: nil, help: "run them one after another: each needs its own consent")
    }

    fileprivate static func productionNotConfirmed(_ environment: TargetEnvironment) -> Diagnostic {
        .error(
            .productionNotConfirmed,
            "'\(environment.name)' is a production environment: real people would be texted, and you would be billed",
            at: nil, help: "if you mean it, add --confirm-production \(environment.name)")
    }
}
