import SQLDatabase
import Synchronization
import Threads

/// What the steps of a run want of its ledger, until the ledger's thread takes it.
final class LedgerQueue: Sendable {
    struct Wishes {
        var batch = LedgerBatch()
        /// For each claim of the batch.
        var claimants: [CheckedContinuation<Result<GrantedClaim, ClaimRefusal>, Never>] = []
        var tasks: [@Sendable (LedgerStore) -> Void] = []
        var turns: [TurnRequest] = []
        /// The workflows whose turns are released.
        var releases: [Int] = []
        var end: RunEntry.EndState?
        var closing: CheckedContinuation<LedgerProblem?, Never>?
    }

    /// Nil after the end.
    private let wishes = Mutex<Wishes?>(Wishes())
    private let signal: WakeSignal

    /// Nil if the process has no file descriptor left.
    init?() {
        guard let signal = WakeSignal() else { return nil }
        self.signal = signal
    }

    /// Returns false if the run has ended, so that nobody would answer.
    @discardableResult
    func tell(isUrgent: Bool = true, _ change: (inout Wishes) -> Void) -> Bool {
        let isOpen = wishes.withLock { wishes in
            guard var open = wishes.take() else { return false }
            change(&open)
            wishes = open
            return true
        }
        if isOpen, isUrgent { signal.wake() }
        return isOpen
    }

    func wake() { signal.wake() }

    /// Returns after a wake, or after `time`.
    func wait(atMost time: Duration) { signal.wait(atMost: time) }

    /// Everything that waits.
    func take() -> Wishes {
        wishes.withLock { wishes in
            defer { wishes = Wishes() }
            return wishes ?? Wishes()
        }
    }

    /// Takes no more wishes. Returns those that came too late.
    func close() -> Wishes { wishes.withLock { $0.take() ?? Wishes() } }
}

/// A workflow that waits for its turn.
final class TurnRequest: Sendable {
    let wish: LedgerStore.TurnWish
    let onWait: @Sendable (LedgerStore.TurnHolder, Duration) -> Void
    let start = ContinuousClock.now
    let isCancelled = Atomic(false)
    let continuation = Mutex<CheckedContinuation<Void, Never>?>(nil)

    init(
        _ wish: LedgerStore.TurnWish, onWait: @escaping @Sendable (LedgerStore.TurnHolder, Duration) -> Void
    ) {
        self.wish = wish
        self.onWait = onWait
    }

    func resume() {
        continuation.withLock { continuation in
            continuation?.resume()
            continuation = nil
        }
    }
}
