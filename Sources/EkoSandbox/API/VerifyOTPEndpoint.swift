import JSON

/// Verify OTP: https://eps.eko.in/docs/mobile-otp-verify
struct VerifyOTPEndpoint: APIEndpoint {
    static let name = EndpointName.verifyOTP
    static let method = "PUT"
    static let path = "/tools/kyc/mobile/otp/verify"
    static let parameters = [ParameterRule.mobileNumber("mobile"), .text("otp")]

    static let changesPhone = true

    func mobile(_ values: JSONObject, in state: Sandbox.State) -> String? { values.text("mobile") }

    func respond(to parameters: CallParameters, in state: Sandbox.State, validity: Int64?) -> SandboxResponse {
        let mobile = parameters["mobile"]
        let flow: OTPFlow
        do throws(Phones.OTPProblem) {
            flow = try state.phones.useOTP(parameters["otp"], of: mobile, initiator: parameters["initiator_id"])
        } catch {
            return .failure(1632, "OTP verification failed.", reason: error.rawValue)
        }
        let token = state.tokens.token(for: flow, validity: validity ?? VerificationTokens.validity)
        return .success(1632, "OTP verification successful.", data: flow.data(token: token, for: parameters))
    }
}

extension OTPFlow {
    /// The `data` of an answer about a verified flow. A call without `client_ref_id` gets the send's `client_ref_id`.
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
