import Source
import WorkflowModel
import WorkflowReports

extension [Workflow] {
    /// An error for each workflow whose class in reports is another workflow's too: readers of JUnit could not tell the two
    /// apart.
    var duplicateClasses: [Diagnostic] {
        var first: [String: Workflow] = [:]
        return compactMap { workflow in
            let name = ClassName.ofFile(workflow.file.path)
            guard let other = first[name] else {
                first[name] = workflow
                return nil
            }
            return .error(
                .duplicateClass,
                "\(workflow.file.path) and \(other.file.path) have the same class '\(name)' in reports",
                at: nil, help: "rename one of the two files")
        }
    }
}
