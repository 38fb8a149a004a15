/// Who signs the text messages, and their wording. By default the API's own; a customer's own are registered for DLT:
/// https://eps.eko.in/docs/mobile-otp-send
package struct SMSTemplate: Sendable {
    package static let ofAPI = SMSTemplate(sender: defaultSender)
    package static let defaultSender = "Eko India"
    /// What stands for the OTP in a template, as in those registered for DLT.
    package static let variable = "{#var#}"

    /// Who a phone says that the message is from.
    let sender: String
    private let beforeOTP: String
    private let afterOTP: String

    /// The API's own wording, signed by a sender.
    package init(sender: String) {
        self.sender = sender
        beforeOTP = ""
        afterOTP = " is the OTP to verify your mobile number.\n- \(sender)"
    }

    /// Nil where the text does not have the variable, just once.
    package init?(sender: String, text: String) {
        let ranges = text.ranges(of: Self.variable)
        guard let range = ranges.first, ranges.count == 1 else { return nil }
        self.sender = sender
        beforeOTP = String(text[..<range.lowerBound])
        afterOTP = String(text[range.upperBound...])
    }

    func text(otp: String) -> String { beforeOTP + otp + afterOTP }
}
