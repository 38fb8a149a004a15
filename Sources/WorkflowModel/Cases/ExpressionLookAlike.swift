import JSON
import Source

extension JSONValue {
    /// The start of an expression, or of a placeholder of another tool, in a text that is no part of a workflow file: nothing
    /// is filled in there. Nil if there is none.
    package var expressionLookAlike: String? {
        switch self {
        case .null, .bool, .number: nil
        case .string(let text): text.expressionLookAlike
        case .array(let elements): elements.firstResult(\.expressionLookAlike)
        case .object(let object): object.members.firstResult(\.value.expressionLookAlike)
        }
    }
}

extension String {
    fileprivate var expressionLookAlike: String? {
        guard utf8.contains(UInt8(ascii: "{")) else { return nil }
        for (opening, closing) in [("${{", "}}"), ("{{", "}}"), ("${", "}")] {
            guard let start = range(ofText: opening), self[start.upperBound...].contains(text: closing) else {
                continue
            }
            return opening
        }
        return nil
    }
}

extension Diagnostic {
    /// `place` says where the text is: `the variable 'x'`.
    package static func expressionAsText(_ opening: String, in place: String, at range: SourceRange?) -> Diagnostic {
        .warning(
            .expressionAsText, "\(place) has '\(opening)', which is sent as written", at: range,
            help: "expressions work only in workflow files: write the expression there, or the value here")
    }
}
