import Expressions
import JSON

/// Decides whether an actual value is as expected. Each operator of the language creates one.
package protocol Matcher: Sendable {
    /// Nil if the expectation holds.
    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch?

    /// Whether it can take seconds, on some response.
    var canTakeLong: Bool { get }
}

extension Matcher {
    package var canTakeLong: Bool { false }
}

/// The value that an expectation checks.
package struct ActualValue: Sendable {
    /// Nil if the exchange has no such value.
    package let value: JSONValue?
    private let ownText: String?
    /// Whether it is the empty list of a path that can select several nodes and selected none.
    package let isEmptyNodelist: Bool

    package init(_ value: JSONValue, text: String? = nil, isEmptyNodelist: Bool = false) {
        self.value = value
        ownText = text
        self.isEmptyNodelist = isEmptyNodelist
    }

    /// A missing value; `reason` says what is there instead.
    package init(missing reason: String?) {
        value = nil
        ownText = reason.map { "missing (\($0))" } ?? "missing"
        isEmptyNodelist = false
    }

    /// For messages: the value, or why there is none.
    package var text: String { ownText ?? value?.serialized ?? "missing" }

    /// The hint of a mismatch that names the type of the value; nil if the value is missing.
    var typeHint: String? { value.map { "the response has \($0.typeNameWithArticle)" } }
}

/// Why an expectation does not hold.
package struct Mismatch: Sendable, Equatable {
    /// Completes "expected …".
    package let expected: String
    /// What the author may have overlooked, if anything.
    package var help: String?
    /// Whether the operator cannot judge the actual value, such as a string for `gt`. Its opposite then fails too.
    package var isOfWrongType = false
}
