import Synchronization

/// Random numbers that are the same for the same seed (SplitMix64).
final class SeededNumbers: Sendable {
    private let state: Mutex<UInt64>

    init(seed: UInt64) {
        state = Mutex(seed)
    }

    func next() -> UInt64 {
        var bits = state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            return state
        }
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}

extension SandboxConfiguration {
    /// A random source that restarts from `seed` each time.
    package static func numbers(seed: UInt64) -> @Sendable () -> (@Sendable () -> UInt64) {
        {
            let numbers = SeededNumbers(seed: seed)
            return { numbers.next() }
        }
    }
}
