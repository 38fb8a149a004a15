/// What a parameter has to be.
struct ParameterRule: Sendable {
    let name: String
    var isRequired = true
    /// What is wrong with a value, to follow the parameter's name; nil where it is right.
    let problem: @Sendable (String) -> String?

    /// What every call of the API takes.
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
