import Source
import Spelling
import WorkflowModel

/// Which workflows, cases and steps are run.
package struct Selection: Sendable {
    /// By the tags of workflows; nil for all.
    package let tags: TagExpression?
    /// By the titles of cases; empty for all.
    package let cases: [String]
    /// By the ids or names of steps; empty for all.
    package let steps: [String]

    package static let everything = Selection()

    package init(tags: TagExpression? = nil, cases: [String] = [], steps: [String] = []) {
        self.tags = tags
        self.cases = cases
        self.steps = steps
    }

    /// Whether any part of the workflow is selected.
    package func includes(_ workflow: Workflow) -> Bool {
        if let tags, !tags.holds(for: Set(workflow.tags.map(\.value))) { return false }
        if !cases.isEmpty, !workflow.cases.contains(where: includes) { return false }
        return steps.isEmpty || workflow.steps.contains(where: includes)
    }

    func includes(_ testCase: TestCase) -> Bool { cases.isEmpty || cases.contains(testCase.title) }

    func includes(_ step: Step) -> Bool {
        steps.isEmpty || step.id.map { steps.contains($0.value) } ?? false || steps.contains(step.title)
    }

    /// Problems for names that no workflow has. Otherwise a misspelt name would go unnoticed.
    package func problems(in workflows: [Workflow]) -> [Diagnostic] {
        // Titles are collected only if they are needed: there can be a hundred thousand.
        let titles = cases.isEmpty ? [] : workflows.flatMap { $0.cases.map(\.title) }
        let names = workflows.flatMap { $0.steps.flatMap { [$0.id?.value, $0.name?.value].compactMap(\.self) } }
        let known = Set(workflows.flatMap { $0.tags.map(\.value) })
        return cases.filter { !titles.contains($0) }.map { .nothingNamed("case", $0, known: titles) }
            + steps.filter { name in !workflows.contains { $0.steps.contains { Selection(steps: [name]).includes($0) } }
            }
            .map { .nothingNamed("step", $0, known: names) }
            + (tags?.tags ?? []).filter { !known.contains($0) }.sorted()
            .map { .unknownTag($0, known: known.sorted()) }
    }

    /// Errors for selected steps that read values of steps that are not selected.
    func brokenReferences(in workflow: Workflow) -> [Diagnostic] {
        guard !steps.isEmpty else { return [] }
        let left = Set(workflow.steps.filter { !includes($0) }.compactMap { $0.id?.value })
        return (workflow.steps.filter(includes) + workflow.teardown).flatMap { step in
            step.referencedSteps.filter { left.contains($0.key) }.sorted { $0.key < $1.key }.map { id, range in
                .error(
                    .unselectedStep, "this reads a value of the step '\(id)', which --only leaves out", at: range,
                    help: "add --only \(id)")
            }
        }
    }
}

extension Diagnostic {
    /// `not slow` is not a mistake if no workflow is tagged `slow`, but `not slwo` is one if a workflow is.
    fileprivate static func unknownTag(_ tag: String, known: [String]) -> Diagnostic {
        let message = "no workflow here has the tag '\(tag)' of --tags"
        let notes = [Note(known.isEmpty ? "the workflows have no tags" : "the tags: \(known.joined(separator: ", "))")]
        guard let closest = closestName(to: tag, among: known) else {
            return .warning(.unknownTag, message, at: nil, notes: notes)
        }
        return .error(.unknownTag, message, at: nil, help: "did you mean '\(closest)'?", notes: notes)
    }

    fileprivate static func nothingNamed(_ kind: String, _ name: String, known: [String]) -> Diagnostic {
        let option = kind == "case" ? "--case" : "--only"
        let list = known.prefix(20).joined(separator: ", ")
        return .error(
            .nothingSelected, "no workflow here has the \(kind) '\(name)' of \(option)", at: nil,
            help: closestName(to: name, among: known).map { "did you mean '\($0)'?" },
            notes: [
                Note(known.isEmpty ? "there is no \(kind) here" : "there are: \(list)\(known.count > 20 ? ", …" : "")")
            ])
    }
}
