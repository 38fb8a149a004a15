import Expressions
import JSON
import Source

/// One thing that must hold of a step's exchange.
package struct Expectation: Sendable {
    /// What of an exchange it is about.
    package enum Subject: Sendable {
        /// The status code.
        case http
        /// The time of the whole exchange.
        case within
        /// A header by its name, in lower case.
        case header(String)
        case body(BodyPath)

        /// As it is written in the workflow: `body.data.tid`.
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
    /// The value in the workflow that states it; of a default expectation, the step.
    package let range: SourceRange
    /// True where the step has no `expect` of its own.
    package let isDefault: Bool

    init(subject: Subject, matcher: any Matcher, range: SourceRange, isDefault: Bool = false) {
        self.subject = subject
        self.matcher = matcher
        self.range = range
        self.isDefault = isDefault
    }
}

/// Decides whether an actual value is as expected. Each operator of the language makes one.
package protocol Matcher: Sendable {
    /// Nil where the expectation holds.
    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch?
}

/// What an exchange has where an expectation looks.
package struct ActualValue: Sendable {
    /// Nil where there is nothing.
    package let value: JSONValue?
    /// For messages: the value, or what is there instead of it.
    package let text: String
    /// True for the empty list of a path that can select several nodes, and selected none.
    package let isEmptyNodelist: Bool

    package init(_ value: JSONValue, text: String? = nil, isEmptyNodelist: Bool = false) {
        self.value = value
        self.text = text ?? value.serialized
        self.isEmptyNodelist = isEmptyNodelist
    }

    /// Nothing is there; `reason` says what there is instead.
    package init(missing reason: String?) {
        value = nil
        text = reason.map { "missing (\($0))" } ?? "missing"
        isEmptyNodelist = false
    }
}

/// An expectation that does not hold.
package struct Mismatch: Sendable, Equatable {
    /// Completes "expected …".
    package let expected: String
    /// What the author may have overlooked, if anything.
    package let help: String?
    /// True where the actual value is nothing that the operator can judge, such as a text for `gt`: then its opposite does
    /// not hold either.
    package let isOfWrongType: Bool

    init(expected: String, help: String? = nil, isOfWrongType: Bool = false) {
        self.expected = expected
        self.help = help
        self.isOfWrongType = isOfWrongType
    }
}
