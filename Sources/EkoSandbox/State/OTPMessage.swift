/// A text message with an OTP, as it reaches a phone. Times are in milliseconds since 1970.
struct OTPMessage: Sendable {
    /// How long an OTP is valid, in milliseconds.
    static let validity: Int64 = 10 * 60 * 1_000

    /// The name of the operation that sent it. A later message of the same operation replaces it.
    let operation: String
    let otp: String
    let transaction: String
    let sentAt: Int64
    let expiresAt: Int64
    /// Whether it has verified its phone.
    var isUsed = false
}

/// An OTP message with the phone that it reached.
struct InboxEntry: Sendable {
    enum State: String {
        /// It can still be verified.
        case open
        case used
        case expired
        /// A later message to the same phone has replaced it.
        case replaced
    }

    let mobile: String
    let message: OTPMessage
    let state: State
}
