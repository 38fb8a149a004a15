import Secrets

/// Everything that is known before the first request: what runs, where, as whom.
package struct RunPlan: Sendable {
    /// Names the run in reports; unique.
    package let id: String
    package let workflows: PlannedWorkflows
    /// The environments in which workflows run, each once, in order of first use.
    package let environments: [TargetEnvironment]
    /// What no output may hold: the credentials of all workflows, and what their variables and cases hold of secrets.
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
