import Contract

/// A check of one parameter.
struct ParameterRule: Sendable {
    /// What a value can be. Numbers count as their text, and null as left out: the API "coerces".
    enum Form: Sendable {
        case text
        case list
        /// The documentation has examples of objects and lists for parameters that it calls strings.
        case anything
    }

    let name: String
    let isRequired: Bool
    let form: Form
    /// The problem with a text, worded to follow the parameter's name; nil if the text is valid.
    let problem: @Sendable (String) -> String?

    /// The rules for all parameters of an operation.
    static func all(of operation: Operation) -> [ParameterRule] {
        operation.parameters.map { parameter in
            let (form, problem) = check(of: parameter, in: operation)
            return ParameterRule(
                name: parameter.name, isRequired: parameter.isRequired, form: form,
                problem: { text in
                    if text.isEmpty, !parameter.isRequired { return nil }
                    return problem(text) ?? (text.isEmpty ? "is required" : nil)
                })
        }
    }

    private static func check(
        of parameter: Operation.Parameter, in operation: Operation
    ) -> (Form, @Sendable (String) -> String?) {
        switch parameter.name {
        case "initiator_id", "mobile": (.text, mobileNumberProblem)
        case let name where name == operation.textedParameter: (.text, mobileNumberProblem)
        case "client_ref_id":
            (.text, { $0.unicodeScalars.count <= 20 ? nil : "must have at most 20 characters" })
        case "amount": (.text, amountProblem)
        default: (parameter.isList ? .list : operation.isOfOTP ? .text : .anything, { _ in nil })
        }
    }

    private static func mobileNumberProblem(_ text: String) -> String? {
        let isNumber = text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        return isNumber && text.utf8.count == 10 ? nil : "must be a 10-digit mobile number"
    }

    private static func amountProblem(_ text: String) -> String? {
        Rupees.paise(text).map { $0 > 0 } ?? false
            ? nil : "must be an amount in rupees above 0, for example 500 or 99.50"
    }
}
