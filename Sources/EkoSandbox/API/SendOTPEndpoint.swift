import JSON
import Times

/// Send OTP: https://eps.eko.in/docs/mobile-otp-send
struct SendOTPEndpoint: APIEndpoint {
    static let name = EndpointName.sendOTP
    static let method = "POST"
    static let path = "/tools/kyc/mobile/otp"
    static let parameters = [ParameterRule.text("csp_id"), .mobileNumber("mobile")]

    static let changesPhone = true

    func mobile(_ values: JSONObject, in state: Sandbox.State) -> String? { values.text("mobile") }

    func respond(to parameters: CallParameters, in state: Sandbox.State, validity: Int64?) -> SandboxResponse {
        let mobile = parameters["mobile"]
        let message = state.phones.sendOTP(
            to: mobile, initiator: parameters["initiator_id"], clientReference: parameters["client_ref_id"],
            validity: validity ?? OTPMessage.validity)
        return .success(
            1623, "OTP has been sent",
            data: [
                ("client_ref_id", .string(parameters["client_ref_id"])),
                ("initiator_id", .string(parameters["initiator_id"])),
                ("otp_expiry_timestamp", .string(Timestamp(milliseconds: message.expiresAt).apiDate)),
                ("tid", .string(message.transaction)),
            ])
    }
}
