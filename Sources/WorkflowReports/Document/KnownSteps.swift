import Synchronization
import WorkflowModel

/// What is known of each step before it runs, so that it is made only once for all cases of a workflow.
final class KnownSteps: Sendable {
    /// No more are kept: a workspace can have any number of steps.
    private static let capacity = 10_000

    private struct Key: Hashable {
        let step: ObjectIdentifier
        let name: String
    }

    /// The step is kept with its testcase, so that no other step gets its identity.
    private let known = Mutex<[Key: (step: Step, testcase: ReportTestcase)]>([:])

    /// `make` is called for a step that is not known yet.
    func testcase(of step: Step, name: String, _ make: () -> ReportTestcase) -> ReportTestcase {
        let key = Key(step: ObjectIdentifier(step), name: name)
        if let known = known.withLock({ $0[key] }) { return known.testcase }
        let made = make()
        known.withLock { if $0.count < Self.capacity { $0[key] = (step, made) } }
        return made
    }
}
