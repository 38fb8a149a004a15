extension StepKind {
    /// Send OTP: https://eps.eko.in/docs/mobile-otp-send
    static let sendOTP = StepKind(
        name: "send_otp", summary: "sends an OTP by SMS: texts a person, costs money",
        endpoint: APIEndpoint(
            .sendOTP,
            parameters: [
                APIParameter("csp_id", .nonEmpty, "the agent on whose behalf the OTP is sent"), .mobile,
            ]))
}
