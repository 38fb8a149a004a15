/// One way from Send OTP to its verification token: what all the answers along it have in common.
struct OTPFlow: Sendable, Equatable {
    let mobile: String
    let initiator: String
    /// The `client_ref_id` of the send; empty where it had none.
    let clientReference: String
    /// The `tid` of the send, which the later steps repeat.
    let transaction: String
}
