import Contract
import JSON
import Times

/// Send OTP: https://eps.eko.in/docs/mobile-otp-send
struct SendOTPEndpoint: APIEndpoint {
    let operation = Operation.sendOTP

    func respond(to call: AcceptedCall) -> EndpointAnswer {
        let parameters = call.parameters
        let mobile = parameters["mobile"]
        let message = call.state.phones.sendOTP(
            to: mobile, initiator: parameters["initiator_id"], clientReference: parameters.clientReference,
            validity: call.behaviour.validity ?? OTPMessage.validity)
        call.record(message.transaction, of: operation)
        let response = SandboxResponse.success(
            1623, "OTP has been sent",
            data: [
                ("client_ref_id", .string(parameters.clientReference)),
                ("initiator_id", .string(parameters["initiator_id"])),
                ("otp_expiry_timestamp", .string(Timestamp(milliseconds: message.expiresAt).apiDate)),
                ("tid", .string(message.transaction)),
            ])
        return EndpointAnswer(response: response, phone: mobile)
    }
}
