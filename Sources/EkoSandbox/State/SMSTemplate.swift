/// The sender and the wording of text messages: by default the API's own, else a template that a customer registered
/// for DLT: https://eps.eko.in/docs/mobile-otp-send
package struct SMSTemplate: Sendable {
    package static let ofAPI = SMSTemplate(sender: defaultSender)
    package static let defaultSender = "Eko India"
    /// The placeholder for the OTP, as in templates registered for DLT.
    package static let variable = "{#var#}"

    /// The sender that a phone shows.
    let sender: String
    private let beforeOTP: String
    private let afterOTP: String

    /// The API's own wording, with a sender.
    package init(sender: String) {
        self.sender = sender
        beforeOTP = ""
        afterOTP = " is the OTP to verify your mobile number.\n- \(sender)"
    }

    /// Nil unless the text has the variable exactly once.
    package init?(sender: String, text: String) {
        let ranges = text.ranges(of: Self.variable)
        guard let range = ranges.first, ranges.count == 1 else { return nil }
        self.sender = sender
        beforeOTP = String(text[..<range.lowerBound])
        afterOTP = String(text[range.upperBound...])
    }

    func text(otp: String) -> String { beforeOTP + otp + afterOTP }
}
