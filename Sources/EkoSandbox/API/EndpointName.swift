/// The endpoints of the API, by their names in workflows.
package enum EndpointName: String, CaseIterable, Sendable {
    case sendOTP = "send_otp"
    case verifyOTP = "verify_otp"
    case validateToken = "validate_token"

    var endpoint: any APIEndpoint {
        switch self {
        case .sendOTP: SendOTPEndpoint()
        case .verifyOTP: VerifyOTPEndpoint()
        case .validateToken: ValidateTokenEndpoint()
        }
    }

    /// Its digit in magic numbers, in which 0 means every endpoint: from 1, in the order of the cases.
    package var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}
