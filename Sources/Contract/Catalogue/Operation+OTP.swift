/// One-time passwords for mobile numbers.
extension Operation {
    static let otp = [sendOTP, verifyOTP, validateToken]

    /// Send OTP: https://eps.eko.in/docs/mobile-otp-send
    package static let sendOTP = Operation(
        "send_otp", "Send OTP", .post, "/tools/kyc/mobile/otp", .texts(.parameter("mobile")), price: 15,
        parameters: "csp_id mobile",
        answers: [
            .otpSuccess(1623, ["client_ref_id", "initiator_id", "otp_expiry_timestamp", "tid"])
        ])

    /// Verify OTP: https://eps.eko.in/docs/mobile-otp-verify
    package static let verifyOTP = Operation(
        "verify_otp", "Verify OTP", .put, "/tools/kyc/mobile/otp/verify", .changes, price: 0,
        parameters: "mobile otp",
        answers: [
            .otpSuccess(1632, verified),
            .otpFailure("wrong or expired OTP", 1632, "OTP verification failed"),
        ])

    /// Validate OTP token: https://eps.eko.in/docs/mobile-otp-validate-token
    package static let validateToken = Operation(
        "validate_token", "Validate token", .get, "/tools/kyc/mobile/otp/validate-token", .reads, price: 0,
        parameters: "otp_verification_token",
        answers: [
            .otpSuccess(1633, verified),
            .otpFailure("timed-out token", 1634, "The OTP verification token has timed out"),
            .otpFailure("invalid token", 1634, "The OTP verification token is invalid"),
        ])

    private static let verified = ["client_ref_id", "otp_verification_token", "initiator_id", "mobile", "tid"]
}

extension DocumentedAnswer {
    fileprivate static func otpSuccess(_ type: Int, _ data: [String]) -> DocumentedAnswer {
        DocumentedAnswer(
            name: "success", http: 200, status: .exactly(APIStatus.success), statusID: 0, responseTypes: [type],
            isSuccess: true, body: { .envelope([.required("data", .object(data.map { .required($0, .text) }))]) })
    }

    /// A failure with a response type of its own: its `data` is empty or left out.
    fileprivate static func otpFailure(_ name: String, _ type: Int, _ message: String) -> DocumentedAnswer {
        DocumentedAnswer(
            name: name, http: 200, status: .exactly(1), statusID: 1, responseTypes: [type], message: message,
            body: { .envelope([.optional("data", .object([]))]) })
    }
}
