import JSON

extension DocumentedEndpoint {
    /// Send OTP: https://eps.eko.in/docs/mobile-otp-send
    static let sendOTP = DocumentedEndpoint(
        name: "send_otp", title: "Send OTP", method: "POST", path: "/tools/kyc/mobile/otp",
        parameters: common + ["csp_id", "mobile"],
        answers: [
            .success(type: 1623, data: ["client_ref_id", "initiator_id", "otp_expiry_timestamp", "tid"])
        ] + .ofEveryEndpoint(common + ["csp_id", "mobile"]))

    /// Verify OTP: https://eps.eko.in/docs/mobile-otp-verify
    static let verifyOTP = DocumentedEndpoint(
        name: "verify_otp", title: "Verify OTP", method: "PUT", path: "/tools/kyc/mobile/otp/verify",
        parameters: common + ["mobile", "otp"],
        answers: [
            .success(type: 1632, data: verified),
            .failure("wrong or expired OTP", type: 1632, message: "OTP verification failed"),
        ] + .ofEveryEndpoint(common + ["mobile", "otp"]))

    /// Validate OTP token: https://eps.eko.in/docs/mobile-otp-validate-token
    static let validateToken = DocumentedEndpoint(
        name: "validate_token", title: "Validate token", method: "GET", path: "/tools/kyc/mobile/otp/validate-token",
        parameters: common + ["otp_verification_token"],
        answers: [
            .success(type: 1633, data: verified),
            .failure("timed-out token", type: 1634, message: "The OTP verification token has timed out"),
            .failure("invalid token", type: 1634, message: "The OTP verification token is invalid"),
        ] + .ofEveryEndpoint(common + ["otp_verification_token"]))

    private static let common = ["initiator_id", "client_ref_id"]
    private static let verified = ["client_ref_id", "otp_verification_token", "initiator_id", "mobile", "tid"]
}

extension DocumentedAnswer {
    fileprivate static func success(type: Int, data: [String]) -> DocumentedAnswer {
        DocumentedAnswer(
            name: "success", http: 200, status: .exactly(APIStatus.success), responseTypes: [type], message: nil,
            body: .envelope([.required("data", .object(data.map { .required($0, .text) }))]))
    }

    /// A failure with a response type of its own: its `data` is empty or left out.
    fileprivate static func failure(_ name: String, type: Int, message: String) -> DocumentedAnswer {
        DocumentedAnswer(
            name: name, http: 200, status: .exactly(1), responseTypes: [type], message: message,
            body: .envelope([.optional("data", .object([]))]))
    }
}

extension [DocumentedAnswer] {
    /// The answers that every endpoint can give: https://eps.eko.in/docs/error-codes
    fileprivate static func ofEveryEndpoint(_ parameters: [String]) -> [DocumentedAnswer] {
        let problems = AnswerShape.object(parameters.map { .optional($0, .text) })
        let refused = DocumentedAnswer(
            name: "refused", http: 200, status: .anyRefusal,
            // The type is -1 or the code itself.
            responseTypes: Set(APIStatus.refusals.map(\.code) + [-1]), message: nil,
            body: .envelope([
                .optional("data", .object([])),
                // The API's page names the one, its example the other.
                .optional("invalid_params", problems), .optional("invalid_parameters", problems),
            ]))
        return [refused]
            + APIHTTPStatus.errors.map { error in
                DocumentedAnswer(
                    name: "HTTP \(error.code)", http: error.code, status: error.code == 403 ? .exactly(1) : nil,
                    responseTypes: [], message: nil,
                    body: error.code == 403
                        ? .object([.required("status", .number), .required("message", .text)]) : nil)
            }
    }
}

extension AnswerShape {
    /// The envelope of every answer with HTTP 200, and what is in it besides.
    fileprivate static func envelope(_ content: [Member]) -> AnswerShape {
        .object(
            [
                .required("status", .number), .required("response_status_id", .number),
                .required("response_type_id", .number), .required("message", .text),
            ] + content)
    }
}
