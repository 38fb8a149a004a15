import CLibrary
import Synchronization

/// The process groups of the programs that this process started. A program and its children are in one group, so that all
/// of them can be ended.
enum ProcessGroups {
    private struct State {
        var groups: Set<pid_t> = []
        /// Programs whose group is not known yet.
        var starting = 0
    }

    private static let state = Mutex(State())
    private static let timeToEnd = Duration.milliseconds(400)

    /// To be called before the first program starts. A signal that ends this process does not reach the groups of the
    /// programs, so it is passed on. A run replaces this watch by its own.
    static func passOnSignals() {
        // A run that watches already ends its programs itself, and writes its reports.
        if !Interruption.isWatching { _ = isWatching }
    }

    private static let isWatching: Bool = {
        let interruption = Interruption()
        interruption.watch {
            isEnding.store(true, ordering: .sequentiallyConsistent)
            signalAll(SIGTERM)
            let end = ContinuousClock.now + timeToEnd
            while state.withLock(\.groups).contains(where: { kill(-$0, 0) == 0 }), .now < end { usleep(10_000) }
            signalAll(SIGKILL)
            guard let signal = interruption.signal else { return }
            CLibrary.signal(signal, SIG_DFL)
            kill(getpid(), signal)
        }
        return true
    }()

    private static let isEnding = Atomic(false)

    /// Does not return if a signal is about to end this process: the end of a program would otherwise be taken for an error.
    static func waitIfEnding() {
        while isEnding.load(ordering: .sequentiallyConsistent) { pause() }
    }

    /// To be followed by `didStart` or `didNotStart`.
    static func willStart() { state.withLock { $0.starting += 1 } }

    static func didStart(_ group: pid_t) {
        state.withLock { state in
            state.starting -= 1
            state.groups.insert(group)
        }
    }

    static func didNotStart() { state.withLock { $0.starting -= 1 } }

    /// Sends a signal to all programs, before this process ends. Waits a moment for the programs that are just starting.
    static func signalAll(_ signal: Int32) {
        let end = ContinuousClock.now + .milliseconds(200)
        while state.withLock({ $0.starting > 0 }), .now < end { usleep(1_000) }
        for group in state.withLock(\.groups) { kill(-group, signal) }
    }

    /// Ends what is left of a group: with SIGTERM, and soon after with SIGKILL. The system does not soon reuse the
    /// number of a group.
    static func end(_ group: pid_t) async {
        defer { state.withLock { _ = $0.groups.remove(group) } }
        guard kill(-group, SIGTERM) == 0 else { return }
        let end = ContinuousClock.now + timeToEnd
        // In a task of its own, because in a cancelled task nothing waits.
        await Task {
            while .now < end {
                guard kill(-group, 0) == 0 else { return }
                try? await Task.sleep(for: .milliseconds(20))
            }
            kill(-group, SIGKILL)
        }.value
    }
}
