/// The endpoints of the API, by their names in workflows.
package enum EndpointName: String, CaseIterable, Sendable {
    case sendOTP = "send_otp"
    case verifyOTP = "verify_otp"
    case validateToken = "validate_token"

    /// Its digit in magic numbers, in which 0 means every endpoint.
    package var number: Int {
        switch self {
        case .sendOTP: 1
        case .verifyOTP: 2
        case .validateToken: 3
        }
    }
}
