import CLibrary
import Synchronization
import Threads

/// Calls a function at the first SIGINT, SIGTERM or SIGHUP. Another signal, at least 1 s later, ends the process at once.
final class Interruption: Sendable {
    private let received = Mutex<(signal: Int32, time: ContinuousClock.Instant)?>(nil)

    private static let watches = Atomic(0)

    /// Whether the signals are watched for, by this instance or by another.
    static var isWatching: Bool { watches.load(ordering: .relaxed) > 0 }

    /// The signal that was received, if any.
    var signal: Int32? { received.withLock { $0?.signal } }

    /// Why the run ended, if a signal was received.
    var reason: String? {
        switch signal {
        case SIGINT?: "the run was interrupted (SIGINT)"
        case SIGTERM?: "the run was ended from outside (SIGTERM)"
        case SIGHUP?: "the terminal of the run was closed (SIGHUP)"
        case let signal?: "the run was ended by signal \(signal)"
        case nil: nil
        }
    }

    /// Starts to watch for the signals. Until then, they end the process as usual.
    func watch(onInterruption: @escaping @Sendable () -> Void) {
        guard let ends = openPipe() else { return }
        signalPipe.store(ends.writing, ordering: .releasing)
        guard startThread({ self.pass(ends.reading, to: onInterruption) }) else {
            for end in [ends.reading, ends.writing] { close(end) }
            return
        }
        Self.watches.add(1, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] { CLibrary.signal(number, passOn) }
    }

    /// Reads the signals from the pipe.
    private func pass(_ signals: Int32, to action: () -> Void) {
        var byte: UInt8 = 0
        while true {
            let count = read(signals, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return }
            switch receive(Int32(byte)) {
            case .interrupt: action()
            case .repeated: break
            case .endAtOnce:
                ProcessGroups.signalAll(SIGKILL)
                _exit(128 + Int32(byte))
            }
        }
    }

    private enum Order {
        case interrupt
        /// The first signal again: `timeout` and CI engines send a signal to the process, and then to its group.
        case repeated
        case endAtOnce
    }

    private static let timeOfRepetitions = Duration.seconds(1)

    private func receive(_ signal: Int32) -> Order {
        received.withLock { received in
            guard let first = received else {
                received = (signal, .now)
                return .interrupt
            }
            return .now - first.time < Self.timeOfRepetitions ? .repeated : .endAtOnce
        }
    }
}

/// The pipe that the signal handler writes to. Hardly anything else is allowed in a signal handler.
private let signalPipe = Atomic<Int32>(-1)

private let passOn: @convention(c) (Int32) -> Void = { signal in
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(signalPipe.load(ordering: .acquiring), &byte, 1)
}
