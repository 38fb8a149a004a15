extension StepKind {
    /// Validate OTP token: only reads.
    static let validateToken = StepKind(
        name: "validate_token", summary: "checks the token of a verified OTP",
        endpoint: APIEndpoint(
            .validateToken,
            parameters: [
                APIParameter("otp_verification_token", .nonEmpty, "data.otp_verification_token of a verify_otp")
            ]))
}
