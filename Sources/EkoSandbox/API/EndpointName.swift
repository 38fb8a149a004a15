/// The endpoints of the API, by the names that workflows have for them.
enum EndpointName: String, CaseIterable, Sendable {
    case sendOTP = "send_otp"
    case verifyOTP = "verify_otp"
    case validateToken = "validate_token"

    /// Its digit in magic numbers, where 0 stands for each endpoint.
    var number: Int {
        switch self {
        case .sendOTP: 1
        case .verifyOTP: 2
        case .validateToken: 3
        }
    }
}
