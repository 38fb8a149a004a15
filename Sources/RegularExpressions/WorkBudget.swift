import Synchronization

/// How much work one judgement may do, shared by everything that it calls: an expectation on each of 10,000 elements is one
/// judgement. Also ends work whose task is cancelled.
package final class WorkBudget: Sendable {
    /// The budget of the judgement that runs; nil outside of one.
    @TaskLocal package static var current: WorkBudget?

    /// About two seconds of work.
    package static let defaultSize = 150_000_000
    /// Work is counted in pieces of this size.
    package static let piece = 1_000_000

    private let remaining: Atomic<Int>

    package init(size: Int = defaultSize) {
        remaining = Atomic(size)
    }

    /// How much work the current judgement may still do, at most `maximum`; 0 if its task is cancelled.
    static func available(_ maximum: Int) -> Int {
        if Task.isCancelled { return 0 }
        return current.map { min(maximum, $0.remaining.load(ordering: .relaxed)) } ?? maximum
    }

    /// Takes work off the current budget.
    package static func spend(_ work: Int) { current?.remaining.subtract(work, ordering: .relaxed) }

    /// Whether the current judgement has to end.
    package static var isUsedUp: Bool { available(1) <= 0 }
}
