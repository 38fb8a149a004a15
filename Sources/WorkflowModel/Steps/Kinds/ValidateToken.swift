extension StepKind {
    /// Validate OTP token: only reads.
    static let validateToken = StepKind(
        name: "validate_token", summary: "checks the token of a verified OTP",
        endpoint: APIEndpoint(
            method: "GET", path: "/tools/kyc/mobile/otp/validate-token",
            parameters: [
                APIParameter("otp_verification_token", .nonEmpty, "data.otp_verification_token of a verify_otp")
            ],
            effect: .none))
}
