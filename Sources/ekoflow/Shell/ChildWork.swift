import CLibrary
import Synchronization
import WorkflowEngine

/// The wait for a program. It ends also if the library that runs programs never returns, as it does if the process can start no
/// thread or open no file: then the program's group is killed.
final class ChildWork: Sendable {
    typealias Outcome = Result<String, CommandFailure>

    /// The process group of the program; nil until it has started.
    let group = Mutex<pid_t?>(nil)
    private let deadline: Duration
    private let state = Mutex(State())

    private struct State {
        var isLate = false
        var waiting: CheckedContinuation<Outcome, Never>?
    }

    /// How long it may take to end a program.
    private static let grace = Duration.seconds(5)

    init(deadline: Duration) {
        self.deadline = deadline
    }

    func outcome(of body: @escaping @Sendable () async -> Outcome) async -> Outcome {
        let work = Task { await body() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiting = continuation }
                let timer = Task { try await end(work) }
                Task {
                    finish(await work.value)
                    timer.cancel()
                }
            }
        } onCancel: {
            work.cancel()
        }
    }

    private func end(_ work: Task<Outcome, Never>) async throws {
        try await Task.sleep(for: deadline)
        state.withLock { $0.isLate = true }
        work.cancel()
        try await Task.sleep(for: Self.grace)
        if let group = group.withLock(\.self) { kill(-group, SIGKILL) }
        finish(.failure(CommandFailure(reason: "it did not run")))
    }

    /// Only the first outcome counts.
    private func finish(_ outcome: Outcome) {
        let (waiting, isLate) = state.withLock { state in
            defer { state.waiting = nil }
            return (state.waiting, state.isLate)
        }
        let late = CommandFailure(reason: "it did not end within \(deadline.components.seconds) s")
        waiting?.resume(returning: isLate ? .failure(late) : outcome)
    }
}
