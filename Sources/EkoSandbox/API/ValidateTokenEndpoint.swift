import Contract
import JSON

/// Validate OTP-Verification-Token: https://eps.eko.in/docs/mobile-otp-validate-token
struct ValidateTokenEndpoint: APIEndpoint {
    let operation = Operation.validateToken

    /// The mobile number of the flow that the token proves.
    func mobile(_ values: JSONObject, in state: Sandbox.State) -> String? {
        values.text("otp_verification_token").flatMap { try? state.tokens.claims(of: $0).flow.mobile }
    }

    func respond(to call: AcceptedCall) -> EndpointAnswer {
        let token = call.parameters["otp_verification_token"]
        do throws(VerificationTokens.Problem) {
            let flow = try call.state.tokens.flow(of: token)
            // A token is valid only for the initiator that had the OTP sent.
            guard flow.initiator == call.parameters["initiator_id"] else { throw .invalid }
            let data = flow.data(
                token: token, transaction: String(call.state.numbers.next()), clientReference: flow.clientReference)
            return EndpointAnswer(response: .success(1633, "OTP verification token is valid.", data: data))
        } catch {
            let problem =
                switch error {
                case .timedOut: "The OTP verification token has timed out."
                case .invalid: "The OTP verification token is invalid."
                }
            return EndpointAnswer(response: .failure(1634, problem, hasData: false))
        }
    }
}
