import Secrets
import Synchronization
import WorkflowEngine

/// Makes the redactors of workflows and steps. A later step may show a secret of an earlier step, and an earlier step may have shown
/// a secret that only a later step knows. So secrets are collected per workflow.
final class SuiteRedactors: Sendable {
    private struct Suite {
        var secrets = SecretSearch()
        /// How many steps were composed before the last secret was known.
        var stepsBefore = 0
    }

    private struct State {
        /// The workflows that have secrets of their own.
        var suites: [Int: Suite] = [:]
        /// How many steps of each running workflow were composed.
        var steps: [Int: Int] = [:]
    }

    private let ofRun: Redactor
    private let state = Mutex(State())

    /// `ofRun` knows the secrets of the whole run.
    init(ofRun: Redactor) {
        self.ofRun = ofRun
    }

    /// A redactor for a workflow that has these secrets.
    func redactor(learning secrets: [Secret], of workflow: Int) -> Redactor {
        ofRun.adding(ofSuite: search(learning: secrets, of: workflow, steps: 0))
    }

    /// A redactor for a step.
    func redactor(for result: StepResult, of workflow: Int) -> Redactor {
        let ofStep = result.ownSecrets.isEmpty ? nil : SecretSearch(rarelyFound: result.ownSecrets)
        return ofRun.adding(ofSuite: search(learning: result.secrets, of: workflow, steps: 1), ofStep: ofStep)
    }

    private func search(learning secrets: [Secret], of workflow: Int, steps: Int) -> SecretSearch? {
        state.withLock { state in
            let before = state.steps[workflow] ?? 0
            state.steps[workflow] = before + steps
            guard !secrets.isEmpty else { return state.suites[workflow]?.secrets }
            var suite = state.suites.removeValue(forKey: workflow) ?? Suite()
            if suite.secrets.add(secrets) { suite.stepsBefore = before }
            state.suites[workflow] = suite
            return suite.secrets
        }
    }

    /// Forgets a finished workflow. Returns a redactor for its first steps, which were composed before all secrets were known, and how
    /// many they are; nil if there are none.
    func finish(_ workflow: Int) -> (redactor: Redactor, stepCount: Int)? {
        let suite = state.withLock { state in
            state.steps[workflow] = nil
            return state.suites.removeValue(forKey: workflow)
        }
        guard let suite, suite.stepsBefore > 0 else { return nil }
        return (ofRun.adding(ofSuite: suite.secrets), suite.stepsBefore)
    }
}
