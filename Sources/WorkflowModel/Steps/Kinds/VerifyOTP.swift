extension StepKind {
    /// Verify OTP: uses up the OTP, and returns a token that proves the verification.
    static let verifyOTP = StepKind(
        name: "verify_otp", summary: "verifies the OTP that a customer got, and uses it up",
        endpoint: APIEndpoint(
            .verifyOTP,
            parameters: [
                .mobile,
                APIParameter(
                    "otp", .nonEmpty, fallback: .otpSource,
                    "the OTP; if left out, the environment's otp_source gives it"),
            ]))
}
