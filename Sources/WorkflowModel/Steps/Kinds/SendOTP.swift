import JSON
import YAMLSource

extension StepKind {
    /// Send OTP: https://eps.eko.in/docs/mobile-otp-send
    static let sendOTP = StepKind(
        name: "send_otp", summary: "sends an OTP by SMS: texts a person, costs money"
    ) { entry, options, context in
        let known = [
            APIParameter.initiatorID(at: entry.key.range),
            APIParameter.clientReferenceID(at: entry.key.range),
            APIParameter("csp_id", "the agent on whose behalf the OTP is sent", format: .nonEmpty),
            APIParameter("mobile", "the customer's 10-digit mobile number", format: .digits(count: 10)),
        ]
        guard let parameters = context.parameters(entry, of: known, options: options) else { return nil }
        return RequestTemplate(
            method: "POST", path: .literal("/tools/kyc/mobile/otp"), query: [], body: parameters, headers: [],
            effect: .textsPerson(parameter: "mobile"))
    }
}
