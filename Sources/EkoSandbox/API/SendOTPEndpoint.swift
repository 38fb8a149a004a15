import JSON

/// Send OTP: https://eps.eko.in/docs/mobile-otp-send
struct SendOTPEndpoint: APIEndpoint {
    static let method = "POST"
    static let path = "/tools/kyc/mobile/otp"
    static let parameters = [ParameterRule.text("csp_id"), .mobileNumber("mobile")]

    let phones: Phones

    func respond(to parameters: CallParameters) -> SandboxResponse {
        let message = phones.sendOTP(
            to: parameters["mobile"], initiator: parameters["initiator_id"],
            clientReference: parameters["client_ref_id"])
        return .success(
            1623, "OTP has been sent",
            data: [
                ("client_ref_id", .string(parameters["client_ref_id"])),
                ("initiator_id", .string(parameters["initiator_id"])),
                ("otp_expiry_timestamp", .string(apiDateText(milliseconds: message.expiresAt))),
                ("tid", .string(message.transaction)),
            ])
    }
}
