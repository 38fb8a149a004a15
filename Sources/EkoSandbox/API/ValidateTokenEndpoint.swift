/// Validate OTP-Verification-Token: https://eps.eko.in/docs/mobile-otp-validate-token
struct ValidateTokenEndpoint: APIEndpoint {
    static let method = "GET"
    static let path = "/tools/kyc/mobile/otp/validate-token"
    static let parameters = [ParameterRule.text("otp_verification_token")]

    let tokens: VerificationTokens

    func respond(to parameters: CallParameters) -> SandboxResponse {
        let token = parameters["otp_verification_token"]
        do throws(VerificationTokens.Problem) {
            let flow = try tokens.flow(of: token)
            // What one initiator's customer has proved is no proof for another's.
            guard flow.initiator == parameters["initiator_id"] else { throw .invalid }
            return .success(1633, "OTP verification token is valid.", data: flow.data(token: token, for: parameters))
        } catch {
            switch error {
            case .timedOut: return .failure(1634, "The OTP verification token has timed out.")
            case .invalid: return .failure(1634, "The OTP verification token is invalid.")
            }
        }
    }
}
