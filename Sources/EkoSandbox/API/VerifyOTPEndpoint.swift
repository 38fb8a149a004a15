import Contract
import JSON

/// Verify OTP: https://eps.eko.in/docs/mobile-otp-verify
struct VerifyOTPEndpoint: APIEndpoint {
    let operation = Operation.verifyOTP

    func respond(to call: AcceptedCall) -> EndpointAnswer {
        let (parameters, state) = (call.parameters, call.state)
        let mobile = parameters["mobile"]
        let flow: OTPFlow
        do throws(Phones.OTPProblem) {
            flow = try state.phones.useOTP(parameters["otp"], of: mobile, initiator: parameters["initiator_id"])
        } catch {
            return EndpointAnswer(response: .failure(1632, "OTP verification failed.", reason: error.rawValue))
        }
        let number = String(state.numbers.next())
        call.record(number, of: operation)
        let token = state.tokens.token(
            for: flow, verification: number, validity: call.behaviour.validity ?? VerificationTokens.validity)
        // A call without `client_ref_id` gets the send's.
        let reference = parameters.clientReference.isEmpty ? flow.clientReference : parameters.clientReference
        let data = flow.data(token: token, transaction: number, clientReference: reference)
        return EndpointAnswer(response: .success(1632, "OTP verification successful.", data: data), phone: mobile)
    }
}

extension OTPFlow {
    /// The `data` of an answer about a verified flow. `transaction` is the number of the verification or validation.
    func data(token: String, transaction: String, clientReference: String) -> [JSONObject.Member] {
        [
            ("client_ref_id", .string(clientReference)),
            ("initiator_id", .string(initiator)),
            ("mobile", .string(mobile)),
            ("tid", .string(transaction)),
            ("otp_verification_token", .string(token)),
        ]
    }
}
