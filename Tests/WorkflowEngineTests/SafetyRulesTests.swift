import Testing
import WorkflowModel

@testable import WorkflowEngine

@Suite("Only a plan that the safety rules cleared can run")
struct SafetyRulesTests {
    private func plan(isProduction: Bool, isSandbox: Bool = false) -> RunPlan {
        let target = TargetEnvironment(
            path: "environments/live.yml", name: "live", baseURL: "http://127.0.0.1:9/v3", initiatorID: "9962981729",
            credentials: .test, timeout: .seconds(1), otpSource: nil, limits: EffectLimits(),
            isProduction: isProduction, isSandbox: isSandbox)
        let workflow = decoded("steps:\n  - wait: 1ms\n")
        return RunPlan(
            id: "RUN",
            workflows: [PlannedWorkflow(workflow, in: target)])
    }

    private func ids(_ rules: SafetyRules, _ plan: RunPlan) async -> [String] {
        do throws(SafetyRules.Refusal) {
            _ = try await rules.clear(plan, services: .fixed)
            return []
        } catch {
            switch error {
            case .refused(let reasons): return reasons.map(\.id.rawValue)
            case .unusable(let reasons): return reasons.map(\.id.rawValue)
            }
        }
    }

    @Test("production needs consent, for its own name; other environments need none")
    func consent() async {
        #expect(await ids(SafetyRules(), plan(isProduction: true)) == ["production_not_confirmed"])
        #expect(await ids(SafetyRules(consent: { $0.name == "life" }), plan(isProduction: true)) != [])
        #expect(await ids(SafetyRules(consent: { $0.name == "live" }), plan(isProduction: true)) == [])
        #expect(await ids(SafetyRules(), plan(isProduction: false)) == [])
    }

    @Test("one consent is not for two production environments of one name")
    func namesakes() async {
        func environment(_ file: String) -> TargetEnvironment {
            TargetEnvironment(
                path: "\(file)/live.yml", name: "live", baseURL: "http://127.0.0.1:9/v3", initiatorID: "9962981729",
                credentials: .test, timeout: .seconds(1), otpSource: nil, limits: EffectLimits(), isProduction: true,
                isSandbox: false, identity: file == "link" ? "a" : file)
        }
        func plan(_ files: [String]) -> RunPlan {
            let workflow = decoded("steps:\n  - wait: 1ms\n")
            return RunPlan(id: "RUN", workflows: files.map { PlannedWorkflow(workflow, in: environment($0)) })
        }
        let rules = SafetyRules(consent: { $0.name == "live" })
        #expect(await ids(rules, plan(["a", "b"])) == ["production_not_confirmed"])
        #expect(await ids(rules, plan(["a", "link", "a"])) == [])
    }

    @Test("in production one workflow runs at a time, whoever consents")
    func jobs() async {
        let rules = SafetyRules(jobs: 2, consent: { _ in true })
        #expect(await ids(rules, plan(isProduction: true)) == ["jobs_in_production"])
        #expect(await ids(rules, plan(isProduction: false)) == [])
    }

    @Test("what is called a sandbox has to be one; other environments are not asked")
    func sandbox() async {
        let rules = SafetyRules(sandboxProblem: { _ in .error(.sandboxUnavailable, "no sandbox", at: nil) })
        #expect(await ids(rules, plan(isProduction: false, isSandbox: true)) == ["sandbox_unavailable"])
        #expect(await ids(rules, plan(isProduction: false)) == [])
    }
}
