import JSON

/// Verify OTP: https://eps.eko.in/docs/mobile-otp-verify
struct VerifyOTPEndpoint: APIEndpoint {
    static let name = EndpointName.verifyOTP
    static let method = "PUT"
    static let path = "/tools/kyc/mobile/otp/verify"
    static let parameters = [ParameterRule.mobileNumber("mobile"), .text("otp")]

    func mobile(_ values: JSONObject, in sandbox: Sandbox) -> String? { values.text("mobile") }

    func respond(to parameters: CallParameters, in sandbox: Sandbox, validity: Int64?) -> SandboxResponse {
        let mobile = parameters["mobile"]
        let state = sandbox.state
        guard let flow = state.phones.useOTP(parameters["otp"], of: mobile, initiator: parameters["initiator_id"])
        else { return .failure(1632, "OTP verification failed.") }
        sandbox.tellPhone(mobile, state.phones)
        let token = state.tokens.token(for: flow, validity: validity ?? VerificationTokens.validity)
        return .success(1632, "OTP verification successful.", data: flow.data(token: token, for: parameters))
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
