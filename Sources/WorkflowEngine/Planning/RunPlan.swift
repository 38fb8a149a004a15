import Secrets

/// Everything that is known before the first request: what runs, where, as whom.
package struct RunPlan: Sendable {
    /// The name of the run in reports; unique.
    package let id: String
    package let workflows: PlannedWorkflows
    /// The environments in which workflows run, each once, in order of first use.
    package let environments: [TargetEnvironment]
    /// Must not reach any output: the credentials of all workflows, and the secrets in their variables and cases.
    package let secrets: [Secret]

    package init(id: String, workflows: PlannedWorkflows) {
        self.id = id
        self.workflows = workflows
        environments = workflows.environments
        secrets = workflows.secrets
    }

    package init(id: String, workflows: [PlannedWorkflow]) {
        self.init(id: id, workflows: PlannedWorkflows(workflows.map { PlannedSource($0) }))
    }
}
