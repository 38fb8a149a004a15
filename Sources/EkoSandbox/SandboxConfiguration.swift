/// What a sandbox accepts, its clock and its randomness.
package struct SandboxConfiguration: Sendable {
    package let developerKey: String
    package let accessKey: String
    /// The current time in milliseconds since 1970.
    package let clock: @Sendable () -> Int64
    /// Any 64 bits: what OTPs and the key of the verification tokens are made of.
    package let random: @Sendable () -> UInt64

    package init(
        developerKey: String, accessKey: String, clock: @escaping @Sendable () -> Int64,
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }
    ) {
        self.developerKey = developerKey
        self.accessKey = accessKey
        self.clock = clock
        self.random = random
    }
}
