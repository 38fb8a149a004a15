import Source
import WorkflowEngine
import WorkflowModel
import WorkflowReports
import YAML

extension FuzzSubject {
    /// A YAML file, decoded as a workflow and as an environment. Each problem must have a valid location and be shown.
    static let yaml = FuzzSubject(name: "yaml") { input in
        let (file, problems) = SourceFile.decode(path: "workflows/fuzz.yml", bytes: input)
        show(problems)
        guard problems.isEmpty else { return }
        let (root, syntaxProblems) = parseYAML(file)
        show(syntaxProblems)
        guard !syntaxProblems.hasErrors else { return }
        let (workflow, workflowProblems) = Workflow.decode(root, in: file, files: NoFiles())
        show(workflowProblems)
        precondition(workflow != nil || workflowProblems.hasErrors, "there is no workflow, and nothing is wrong")
        let (environment, environmentProblems) = Environment.decode(root, in: file)
        show(environmentProblems)
        precondition(environment != nil || environmentProblems.hasErrors, "no environment, and nothing is wrong")
        if let workflow { show(await FuzzRun.planner.check(workflow, in: FuzzRun.target)) }
    }

    private static func show(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics {
            guard let range = diagnostic.range else { continue }
            precondition(range.start >= .start && range.start <= range.end, "a place that ends before it starts")
        }
        let text = ProblemRenderer(.plain).render(diagnostics.problems(masksNumbers: true))
        precondition(diagnostics.isEmpty == text.isEmpty, "a diagnostic that is not shown")
    }
}

/// A workspace without files.
struct NoFiles: LinkedFiles {
    func path(of file: SourceFile) -> String { file.path }
    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile {
        throw LinkError(reason: "no such file")
    }
}
