import Source
import WorkflowEngine
import WorkflowModel
import WorkflowReports
import YAML

extension FuzzSubject {
    /// A file of cases, as CSV or JSON; the first byte selects which. What is accepted must be planned: a case for each row.
    static let cases = FuzzSubject(name: "cases") { input in
        let kind = (input.first ?? 0) % 2 == 0 ? "csv" : "json"
        let (rows, problems) = SourceFile.decode(path: "workflows/cases.\(kind)", bytes: Array(input.dropFirst()))
        guard problems.isEmpty else { return }
        let file = SourceFile(
            path: "workflows/fuzz.yml",
            text: """
                cases: { \(kind): cases.\(kind) }
                steps: [{ call: { method: GET, path: /x } }]
                """)
        let (workflow, found) = Workflow.decode(parseYAML(file).root, in: file, files: OneFile(file: rows))
        _ = ProblemRenderer(.plain).render(found.problems(masksNumbers: true))
        precondition(workflow != nil || found.hasErrors, "there is no workflow, and nothing is wrong")
        guard let workflow, !found.hasErrors else { return }
        let numbers = workflow.cases.map(\.number)
        precondition(
            numbers == Array(1...max(1, numbers.count)).prefix(numbers.count).map(\.self), "cases out of order")
        _ = await FuzzRun.planner.check(workflow, in: FuzzRun.target)
    }
}

/// A workspace in which every path leads to one file.
private struct OneFile: LinkedFiles {
    let file: SourceFile

    func path(of file: SourceFile) -> String { file.path }
    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile { self.file }
}
