import JSON

/// Verify OTP: https://eps.eko.in/docs/mobile-otp-verify
struct VerifyOTPEndpoint: APIEndpoint {
    static let method = "PUT"
    static let path = "/tools/kyc/mobile/otp/verify"
    static let parameters = [ParameterRule.mobileNumber("mobile"), .text("otp")]

    let phones: Phones
    let tokens: VerificationTokens

    func respond(to parameters: CallParameters) -> SandboxResponse {
        guard
            let flow = phones.useOTP(
                parameters["otp"], of: parameters["mobile"], initiator: parameters["initiator_id"])
        else { return .failure(1632, "OTP verification failed.") }
        return .success(
            1632, "OTP verification successful.",
            data: flow.data(token: tokens.token(for: flow), for: parameters))
    }
}

extension OTPFlow {
    /// The `data` of an answer about a verified flow. A call without a `client_ref_id` is told the one of the send.
    func data(token: String, for parameters: CallParameters) -> [JSONObject.Member] {
        let reference = parameters["client_ref_id"]
        return [
            ("client_ref_id", .string(reference.isEmpty ? clientReference : reference)),
            ("initiator_id", .string(initiator)),
            ("mobile", .string(mobile)),
            ("tid", .string(transaction)),
            ("otp_verification_token", .string(token)),
        ]
    }
}
