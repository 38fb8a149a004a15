/// A text message with an OTP, as it reaches a phone. Times are in milliseconds since 1970.
struct OTPMessage: Sendable {
    /// How long an OTP is valid, in milliseconds.
    static let validity: Int64 = 10 * 60 * 1_000

    let otp: String
    let transaction: String
    let sentAt: Int64

    var expiresAt: Int64 { sentAt + Self.validity }

    var text: String { "\(otp) is the OTP to verify your mobile number.\n- Eko India" }
}
