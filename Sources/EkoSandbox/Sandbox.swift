import Synchronization

/// The sandbox's state, configuration, clock and log.
///
/// A reset replaces the whole state, so that nothing of the old one can be left over.
final class Sandbox: Sendable {
    struct State: Sendable {
        let phones: Phones
        let tokens: VerificationTokens
        let behaviours = BehaviourRules()
        let ledger = Ledger()
        let references = UsedReferences()
        let numbers = TransactionNumbers()

        fileprivate init(_ configuration: SandboxConfiguration, clock: SandboxClock) {
            let random = configuration.random()
            tokens = VerificationTokens(clock: clock, random: random)
            phones = Phones(clock: clock, numbers: numbers, random: random)
        }
    }

    let configuration: SandboxConfiguration
    let clock: SandboxClock
    let activity: Activity
    private let current: Mutex<State>

    init(_ configuration: SandboxConfiguration) {
        self.configuration = configuration
        clock = SandboxClock(machine: configuration.clock)
        activity = Activity(onCall: configuration.onCall)
        current = Mutex(State(configuration, clock: clock))
    }

    var state: State { current.withLock(\.self) }

    /// Forgets everything and returns to the machine's clock.
    func reset() {
        clock.reset()
        current.withLock { $0 = State(configuration, clock: clock) }
        activity.forgetCalls()
    }
}
