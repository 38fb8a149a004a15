import Glibc
import Synchronization

/// The process groups of the programs that this process started. A program and its children are in one group, so that all
/// of them can be ended.
enum ProcessGroups {
    private static let running = Mutex<Set<pid_t>>([])
    private static let timeToEnd = Duration.seconds(1)

    /// To be called before the first program starts. A signal that ends this process does not reach the groups of the
    /// programs, so it is passed on. A run replaces this watch by its own.
    static func passOnSignals() { _ = isWatching }

    private static let isWatching: Bool = {
        let interruption = Interruption()
        interruption.watch {
            signalAll(SIGTERM)
            guard let signal = interruption.signal else { return }
            Glibc.signal(signal, SIG_DFL)
            kill(getpid(), signal)
        }
        return true
    }()

    static func add(_ group: pid_t) { running.withLock { _ = $0.insert(group) } }

    static func signalAll(_ signal: Int32) {
        running.withLock { groups in
            for group in groups { kill(-group, signal) }
        }
    }

    /// Ends what is left of a group: with SIGTERM, and after a second with SIGKILL. The system does not soon reuse the
    /// number of a group.
    static func end(_ group: pid_t) async {
        defer { running.withLock { _ = $0.remove(group) } }
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
