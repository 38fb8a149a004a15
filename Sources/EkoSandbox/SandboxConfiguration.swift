/// What a sandbox accepts and says, its clock and its randomness.
package struct SandboxConfiguration: Sendable {
    package let developerKey: String
    package let accessKey: String
    /// The registered users of the API: each other `initiator_id` is not known.
    package let initiators: Set<String>
    package var sms: SMSTemplate
    /// The machine's time in milliseconds since 1970.
    package let clock: @Sendable () -> Int64
    /// Starts a sequence of any 64 bits: what OTPs and the key of the verification tokens are made of.
    package var random: @Sendable () -> (@Sendable () -> UInt64)
    /// Is told of each call of the API.
    package var onCall: (@Sendable (CallRecord) -> Void)?

    package init(
        developerKey: String, accessKey: String, initiators: Set<String>, sms: SMSTemplate,
        clock: @escaping @Sendable () -> Int64,
        random: @escaping @Sendable () -> (@Sendable () -> UInt64) = { { .random(in: .min ... .max) } },
        onCall: (@Sendable (CallRecord) -> Void)? = nil
    ) {
        self.developerKey = developerKey
        self.accessKey = accessKey
        self.initiators = initiators
        self.sms = sms
        self.clock = clock
        self.random = random
        self.onCall = onCall
    }
}
