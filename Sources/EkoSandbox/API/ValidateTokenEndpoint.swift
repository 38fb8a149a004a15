import JSON

/// Validate OTP-Verification-Token: https://eps.eko.in/docs/mobile-otp-validate-token
struct ValidateTokenEndpoint: APIEndpoint {
    static let name = EndpointName.validateToken
    static let method = "GET"
    static let path = "/tools/kyc/mobile/otp/validate-token"
    static let parameters = [ParameterRule.text("otp_verification_token")]

    static let changesPhone = false

    /// The mobile number of the flow that the token proves.
    func mobile(_ values: JSONObject, in state: Sandbox.State) -> String? {
        values.text("otp_verification_token").flatMap { try? state.tokens.claims(of: $0).flow.mobile }
    }

    func respond(to parameters: CallParameters, in state: Sandbox.State, validity: Int64?) -> SandboxResponse {
        let token = parameters["otp_verification_token"]
        do throws(VerificationTokens.Problem) {
            let flow = try state.tokens.flow(of: token)
            // A token is valid only for the initiator that had the OTP sent.
            guard flow.initiator == parameters["initiator_id"] else { throw .invalid }
            return .success(1633, "OTP verification token is valid.", data: flow.data(token: token, for: parameters))
        } catch {
            switch error {
            case .timedOut: return .failure(1634, "The OTP verification token has timed out.", hasData: false)
            case .invalid: return .failure(1634, "The OTP verification token is invalid.", hasData: false)
            }
        }
    }
}
