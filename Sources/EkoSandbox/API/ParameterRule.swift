/// A check of one parameter.
struct ParameterRule: Sendable {
    let name: String
    var isRequired = true
    /// The problem with a value, worded to follow the parameter's name; nil if the value is valid.
    let problem: @Sendable (String) -> String?

    /// The parameters of every API call.
    static let common = [
        mobileNumber("initiator_id"),
        ParameterRule(name: "client_ref_id", isRequired: false) { text in
            text.unicodeScalars.count <= 20 ? nil : "must have at most 20 characters"
        },
    ]

    static func mobileNumber(_ name: String) -> ParameterRule {
        ParameterRule(name: name) { text in
            let isNumber = text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            return isNumber && text.utf8.count == 10 ? nil : "must be a 10-digit mobile number"
        }
    }

    static func text(_ name: String) -> ParameterRule {
        ParameterRule(name: name) { $0.isEmpty ? "is required" : nil }
    }
}
