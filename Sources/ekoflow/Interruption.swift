import Glibc
import Synchronization

/// Turns the first SIGINT or SIGTERM into a call; a second one ends the process at once.
final class Interruption: Sendable {
    private let received = Mutex<Int32?>(nil)

    /// The signal that came, if one did.
    var signal: Int32? { received.withLock(\.self) }

    /// Must be called before other threads are started: they inherit that these signals are blocked.
    func watch(onInterruption: @escaping @Sendable () -> Void) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let context = Unmanaged.passRetained(Watch(signals: signals, interruption: self, action: onInterruption))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Watch>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        if status == 0 { pthread_detach(thread) }
    }

    fileprivate func receive(_ signal: Int32) -> Bool {
        received.withLock { received in
            defer { received = received ?? signal }
            return received == nil
        }
    }
}

private final class Watch: Sendable {
    private let signals: sigset_t
    private let interruption: Interruption
    private let action: @Sendable () -> Void

    init(signals: sigset_t, interruption: Interruption, action: @escaping @Sendable () -> Void) {
        self.signals = signals
        self.interruption = interruption
        self.action = action
    }

    func run() {
        while true {
            var signals = signals
            var signal: Int32 = 0
            guard sigwait(&signals, &signal) == 0 else { return }
            if interruption.receive(signal) { action() } else { _exit(128 + signal) }
        }
    }
}
