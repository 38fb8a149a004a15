import Source
import WorkflowModel

/// Expressions must not read credentials. Returns an error for each variable of a workflow that reads an environment variable
/// with a credential. `given` are variables that the command line sets: for them, no environment variable is read.
func credentialVariables(of workflows: [Workflow], given: Set<String>, in root: WorkspaceRoot) -> [Diagnostic] {
    workflows.filter { !$0.environmentVariables(given: given).isEmpty }.flatMap { workflow -> [Diagnostic] in
        var loader = WorkflowLoader.withoutAddresses(in: root) { ProcessEnvironment.value($0) }
        let folder = Workspace.environments(for: workflow.file.location)
        let files = folder.map { folder in
            Workspace.environmentNames(in: folder).compactMap { Workspace.environmentFile($0, in: folder) }
        }
        let environments = (files ?? []).compactMap { loader.environment($0) }
        let secrets = Set(environments.flatMap(\.credentialVariables) + workflow.credentials.variableNames)
        return workflow.environmentVariables(given: given).filter { secrets.contains($0.value) }.map { name in
            .error(
                .credentialVariable, "\(name.value) holds a credential, and no expression can read one",
                at: name.range, help: "ekoflow uses it by itself: remove the variable")
        }
    }
}
