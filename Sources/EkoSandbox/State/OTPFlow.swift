/// One verification, from Send OTP to its token: the values that all its answers share.
struct OTPFlow: Sendable, Equatable {
    let mobile: String
    let initiator: String
    /// The `client_ref_id` of the send, or an empty string if it had none.
    let clientReference: String
    /// The `tid` of the send.
    let transaction: String
}
