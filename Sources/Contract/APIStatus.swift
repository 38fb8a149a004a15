/// A `status` of the envelope: https://eps.eko.in/docs/error-codes
package struct APIStatus: Sendable {
    package let code: Int
    /// For people, and for the envelope's `message`.
    package let message: String

    package static let success = 0
    package static let invalidInitiator = 319
    package static let invalidParameters = 461

    /// The documented codes besides success.
    package static let refusals = [
        APIStatus(code: 17, message: "User wallet already exists"),
        APIStatus(code: 132, message: "Sender name should only contain letters"),
        APIStatus(code: 302, message: "Wrong OTP"),
        APIStatus(code: 303, message: "OTP expired"),
        APIStatus(code: invalidInitiator, message: "Invalid initiator_id"),
        APIStatus(code: 327, message: "Enrollment done; verification pending"),
        APIStatus(code: 342, message: "Recipient already registered"),
        APIStatus(code: 346, message: "Agent not onboarded, or wrong agent code"),
        APIStatus(code: 347, message: "Insufficient balance"),
        APIStatus(code: invalidParameters, message: "Invalid parameters"),
        APIStatus(code: 463, message: "User not found"),
        APIStatus(code: 585, message: "Customer already KYC approved"),
        APIStatus(code: 945, message: "Monthly limit exhausted"),
        APIStatus(code: 1297, message: "Agent not onboarded"),
    ]

    /// The meaning of a code, or the code itself if it is not documented.
    package static func message(of code: Int) -> String {
        refusals.first { $0.code == code }?.message ?? "Status \(code)"
    }
}
