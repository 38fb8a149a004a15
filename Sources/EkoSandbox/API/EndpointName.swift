import Contract

/// The endpoints of mobile OTPs, by their names in workflows. They have digits of their own in magic numbers.
package enum EndpointName: String, CaseIterable, Sendable {
    case sendOTP = "send_otp"
    case verifyOTP = "verify_otp"
    case validateToken = "validate_token"

    /// Its digit in magic numbers, in which 0 means every endpoint: from 1, in the order of the cases.
    package var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}

/// All endpoints of the sandbox: one for each documented operation.
package enum Endpoints {
    /// The operations that the sandbox answers.
    package static var operations: [Operation] { all.map(\.operation) }

    static let all: [any APIEndpoint] = Operation.all.map(endpoint)

    /// The endpoints that know more than the shape of their answers have types of their own.
    private static func endpoint(of operation: Operation) -> any APIEndpoint {
        switch operation.name {
        case EndpointName.sendOTP.rawValue: SendOTPEndpoint()
        case EndpointName.verifyOTP.rawValue: VerifyOTPEndpoint()
        case EndpointName.validateToken.rawValue: ValidateTokenEndpoint()
        case "transaction": InquiryEndpoint(operation: operation)
        case "balance": BalanceEndpoint(operation: operation)
        case "refund": RefundEndpoint(operation: operation)
        default: OperationEndpoint(operation: operation)
        }
    }
}
