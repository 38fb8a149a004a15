import JSON
import WorkflowModel

/// Everything that is known before the first request: what runs, where, as whom.
package struct RunPlan: Sendable {
    /// Names the run in reports; unique.
    package let id: String
    package let workflows: [PlannedWorkflow]

    package init(id: String, workflows: [PlannedWorkflow]) {
        self.id = id
        self.workflows = workflows
    }

    /// The environments in which workflows run, each once, in order of first use.
    package var environments: [TargetEnvironment] {
        var seen: Set<String> = []
        return workflows.map(\.environment).filter { seen.insert($0.path).inserted }
    }

    /// The credentials of all environments, to be kept out of every output.
    package var secrets: [Secret] {
        environments.flatMap { [$0.credentials.developerKey, $0.credentials.accessKey] }
    }
}

/// A workflow with its variables and the environment that it runs in.
package struct PlannedWorkflow: Sendable {
    package let workflow: Workflow
    package let environment: TargetEnvironment
    package let variables: [String: JSONValue]
    /// The names of the steps in reports: unique, and the same in every run.
    package let stepNames: [String]

    init(workflow: Workflow, environment: TargetEnvironment, variables: [String: JSONValue]) {
        self.workflow = workflow
        self.environment = environment
        self.variables = variables
        var taken: Set<String> = []
        var uses: [String: Int] = [:]
        stepNames = workflow.steps.map { step in
            var name = step.title
            while !taken.insert(name).inserted {
                uses[step.title, default: 1] += 1
                name = "\(step.title) (\(uses[step.title, default: 1]))"
            }
            return name
        }
    }
}

/// An environment with its credentials found and its address known.
package struct TargetEnvironment: Sendable {
    /// Of its file: two files are two environments, each with its own limits, even if they share a name.
    package let path: String
    package let name: String
    /// Without a slash at its end.
    package let baseURL: String
    package let initiatorID: String
    package let credentials: Credentials
    package let timeout: Duration
    package let limits: SendLimits
    package let isProduction: Bool
    /// True where no person can be texted.
    package let isSandbox: Bool
}

/// Where the embedded sandbox listens and the keys it accepts.
package struct SandboxEndpoint: Sendable {
    package let baseURL: String
    package let credentials: Credentials

    package init(baseURL: String, credentials: Credentials) {
        self.baseURL = baseURL
        self.credentials = credentials
    }
}
