import WorkflowModel

/// A step with its place in a run.
package final class PlannedStep: Sendable {
    package let step: Step
    /// Unique among the steps of its workflow, and the same in every run.
    package let name: String
    /// The steps of the workflow that it uses; nil if it uses none.
    let substeps: StepSequence?

    fileprivate init(step: Step, name: String, substeps: StepSequence?) {
        self.step = step
        self.name = name
        self.substeps = substeps
    }

    /// The steps that are reported: the step itself, or the steps of the workflow that it uses.
    var leaves: [PlannedStep] { substeps?.all.flatMap(\.leaves) ?? [self] }
}

/// The steps of a workflow in the order in which they run, each with its name.
package struct StepSequence: Sendable {
    let setup: [PlannedStep]
    private(set) var steps: [PlannedStep]
    let teardown: [PlannedStep]

    var all: [PlannedStep] { setup + steps + teardown }

    /// Every step that is reported.
    package var leaves: [PlannedStep] { all.flatMap(\.leaves) }

    package init(_ workflow: Workflow) {
        var names = UniqueNames()
        self.init(workflow, prefix: "", names: &names)
    }

    private init(_ workflow: Workflow, prefix: String, names: inout UniqueNames) {
        func planned(_ steps: [Step]) -> [PlannedStep] {
            steps.map { step in
                let name = names.unique(prefix + step.title)
                guard case .use(let use) = step.action else {
                    return PlannedStep(step: step, name: name, substeps: nil)
                }
                return PlannedStep(
                    step: step, name: name,
                    substeps: StepSequence(use.workflow, prefix: name + " › ", names: &names))
            }
        }
        setup = planned(workflow.setup)
        steps = planned(workflow.steps)
        teardown = planned(workflow.teardown)
    }

    /// The sequence with only the selected steps. `setup` and `teardown` stay.
    package func selected(by selection: Selection) -> StepSequence {
        var sequence = self
        sequence.steps = steps.filter { selection.includes($0.step) }
        return sequence
    }
}

/// Makes the names of steps unique, by adding numbers.
private struct UniqueNames {
    private var taken: Set<String> = []
    private var uses: [String: Int] = [:]

    mutating func unique(_ title: String) -> String {
        var name = title
        while !taken.insert(name).inserted {
            uses[title, default: 1] += 1
            name = "\(title) (\(uses[title, default: 1]))"
        }
        return name
    }
}
