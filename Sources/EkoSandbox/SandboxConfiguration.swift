/// The keys and users that a sandbox accepts, its messages, its clock and its randomness.
package struct SandboxConfiguration: Sendable {
    package let developerKey: String
    package let accessKey: String
    /// The registered users of the API. Any other `initiator_id` is rejected.
    package let initiators: Set<String>
    package var sms: SMSTemplate
    /// The machine's time in milliseconds since 1970.
    package let clock: @Sendable () -> Int64
    /// Starts a sequence of 64-bit numbers, from which OTPs and the key of the verification tokens are made.
    package var random: @Sendable () -> (@Sendable () -> UInt64)
    /// Called after each API call.
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
