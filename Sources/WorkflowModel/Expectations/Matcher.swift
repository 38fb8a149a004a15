import Expressions
import JSON
import Source

/// Decides whether an actual value is as expected. Each operator of the language creates one.
package protocol Matcher: Sendable {
    /// Nil if the expectation holds.
    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch?

    /// Whether it can take seconds, on some response.
    var canTakeLong: Bool { get }

    /// Whether it holds only for a value that is not there.
    var needsAbsence: Bool { get }

    /// Whether it judges a value only if that is a number, as the `status` of the API is.
    var isOfEnvelope: Bool { get }

    /// Whether it reads the characters of a text or the digits of a number, and not only their type, form and length.
    var readsCharacters: Bool { get }

    /// The only value for which it holds; nil if that is not known as it is written.
    var onlyValue: JSONValue? { get }

    /// The values that it compares with.
    var operands: [ValueTemplate] { get }

    /// What is wrong with it, as far as the scope knows its operands before the run. `range` is where it is written.
    func problems(_ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope) -> [OperandProblem]
}

extension Matcher {
    package var canTakeLong: Bool { false }
    package var needsAbsence: Bool { false }
    package var isOfEnvelope: Bool { false }
    package var readsCharacters: Bool { true }
    package var onlyValue: JSONValue? { nil }
    package var operands: [ValueTemplate] { [] }
    package func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] { [] }
}

/// A matcher, and where it is written.
struct PlacedMatcher: Sendable {
    let matcher: any Matcher
    let range: SourceRange

    func problems(_ actual: KnownActual, in scope: some ExpressionScope) -> [OperandProblem] {
        matcher.problems(actual, at: range, in: scope)
    }
}

/// The value that an expectation checks.
package struct ActualValue: Sendable {
    /// Nil if the exchange has no such value.
    package let value: JSONValue?
    private let ownText: String?
    /// Whether it is the empty list of a path that can select several nodes and selected none.
    package let isEmptyNodelist: Bool
    /// Whether it is a header: a text that can be a number, and the only element of the list of its values.
    let isHeader: Bool

    package init(
        _ value: JSONValue, text: String? = nil, isEmptyNodelist: Bool = false, isHeader: Bool = false
    ) {
        self.value = value
        ownText = text
        self.isEmptyNodelist = isEmptyNodelist
        self.isHeader = isHeader
    }

    /// A missing value; `reason` says what is there instead.
    package init(missing reason: String?) {
        value = nil
        ownText = reason.map { "missing (\($0))" } ?? "missing"
        isEmptyNodelist = false
        isHeader = false
    }

    /// The values of a header, in the order of the response.
    package init(header values: [String]) {
        switch values.count {
        case 0: self.init(missing: nil)
        case 1: self.init(.string(values[0]), isHeader: true)
        default: self.init(.array(values.map { .string($0) }), isHeader: true)
        }
    }

    /// For messages: the value, or why there is none.
    package var text: String { ownText ?? value?.serialized ?? "missing" }

    /// The hint of a mismatch that names the type of the value; nil if the value is missing.
    var typeHint: String? { value.map { "the response has \($0.typeNameWithArticle)" } }

    /// The number that it is; nil if it is none.
    var number: JSONNumber? {
        switch value {
        case .number(let number)?: number
        case .string(let text)? where isHeader: JSONNumber(text)
        default: nil
        }
    }

    /// The elements of the list that it is; nil if it is none.
    var elements: [JSONValue]? {
        switch value {
        case .array(let elements)?: elements
        case .string(let text)? where isHeader: [.string(text)]
        default: nil
        }
    }

    /// One of its elements.
    func element(_ value: JSONValue) -> ActualValue { ActualValue(value, isHeader: isHeader) }
}

/// Why an expectation does not hold.
package struct Mismatch: Sendable, Equatable {
    /// Completes "expected …".
    package let expected: String
    /// What the author may have overlooked, if anything.
    package var help: String?
    /// Whether the operator cannot judge the actual value, such as a string for `gt`. Its opposite then fails too.
    package var isOfWrongType = false
    /// Whether the values are written the same and differ only in a type. The opposite then fails too.
    package var looksEqual = false
}
