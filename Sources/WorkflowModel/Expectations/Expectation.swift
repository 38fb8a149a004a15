import Expressions
import JSON
import Source

/// One condition that a step's exchange must meet.
package struct Expectation: Sendable {
    /// The part of the exchange that it checks.
    package enum Subject: Sendable {
        /// The status code.
        case http
        /// The time of the whole exchange.
        case within
        /// A header by its name, in lower case.
        case header(String)
        case body(BodyPath)

        /// As written in the workflow: `body.data.tid`.
        package var text: String {
            switch self {
            case .http: "http"
            case .within: "within"
            case .header(let name): "headers.\(name)"
            case .body(.members(let path)): path.text.isEmpty ? "body" : "body.\(path.text)"
            case .body(.query(let query)): "body \(query.text)"
            }
        }
    }

    package let subject: Subject
    package let matcher: any Matcher
    /// The value in the workflow that states it; for a default expectation, the step.
    package let range: SourceRange
    /// Whether it is expected by default, because the step has no `expect`.
    package let isDefault: Bool

    init(subject: Subject, matcher: any Matcher, range: SourceRange, isDefault: Bool = false) {
        self.subject = subject
        self.matcher = matcher
        self.range = range
        self.isDefault = isDefault
    }
}

/// Decides whether an actual value is as expected. Each operator of the language creates one.
package protocol Matcher: Sendable {
    /// Nil if the expectation holds.
    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch?
}

/// The value that an expectation checks.
package struct ActualValue: Sendable {
    /// Nil if the exchange has no such value.
    package let value: JSONValue?
    /// For messages: the value, or why there is none.
    package let text: String
    /// Whether it is the empty list of a path that can select several nodes and selected none.
    package let isEmptyNodelist: Bool

    package init(_ value: JSONValue, text: String? = nil, isEmptyNodelist: Bool = false) {
        self.value = value
        self.text = text ?? value.serialized
        self.isEmptyNodelist = isEmptyNodelist
    }

    /// A missing value; `reason` says what is there instead.
    package init(missing reason: String?) {
        value = nil
        text = reason.map { "missing (\($0))" } ?? "missing"
        isEmptyNodelist = false
    }
}

/// Why an expectation does not hold.
package struct Mismatch: Sendable, Equatable {
    /// Completes "expected …".
    package let expected: String
    /// What the author may have overlooked, if anything.
    package let help: String?
    /// Whether the operator cannot judge the actual value, such as a string for `gt`. Its opposite then fails too.
    package let isOfWrongType: Bool

    init(expected: String, help: String? = nil, isOfWrongType: Bool = false) {
        self.expected = expected
        self.help = help
        self.isOfWrongType = isOfWrongType
    }
}
