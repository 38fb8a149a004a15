import Contract
import Expressions
import JSON
import Source

/// What is known before the run about the value that an expectation judges.
package final class KnownActual: Sendable {
    /// Why the value has no other type.
    private enum Reason: Sendable {
        case fixed(String)
        /// The API documents it so; the name is its path.
        case documented(String)
        case documentedElements
    }

    /// The types that it can have.
    let types: JSONTypes
    private let cause: Reason
    /// The types of its elements, if it is a list.
    let elementTypes: JSONTypes
    /// The numbers that it can be; nil if nothing is known about them.
    let range: ClosedRange<Int>?
    /// Whether the exchange may have no such value.
    let canBeMissing: Bool
    /// Whether a text is compared as a number, if the operand is a number, and counts as a list of one element.
    let isHeader: Bool
    /// Whether the API's documentation says so. A response can differ from it, so an expectation that holds for every
    /// documented answer is still a test.
    let isDocumented: Bool
    /// The documented shapes of the value; empty if there are none.
    let shapes: [AnswerShape]
    /// Whether the expectation is negated, as in `not` and `not_equals`.
    let isNegated: Bool

    private init(
        _ types: JSONTypes, _ cause: Reason, elements elementTypes: JSONTypes = .any, range: ClosedRange<Int>? = nil,
        canBeMissing: Bool = true, isHeader: Bool = false, isDocumented: Bool = false, shapes: [AnswerShape] = [],
        isNegated: Bool = false
    ) {
        self.types = types
        self.cause = cause
        self.elementTypes = elementTypes
        self.range = range
        self.canBeMissing = canBeMissing
        self.isHeader = isHeader
        self.isDocumented = isDocumented
        self.shapes = shapes
        self.isNegated = isNegated
    }

    static let anything = KnownActual(.any, .fixed(""))

    /// A status code.
    static let http = KnownActual(
        .number, .fixed("the actual value is a number"), range: 100...599, canBeMissing: false)

    /// The value of a header, or the list of its values if there are several.
    static let header = KnownActual(
        [.string, .array], .fixed("a header is a string, or a list of strings if it occurs several times"),
        elements: .string, isHeader: true)

    /// The body as text, or its checksum.
    static let text = KnownActual(.string, .fixed("the actual value is a string"), canBeMissing: false)

    /// The result of a path that can select several nodes.
    static let severalNodes = KnownActual(.array, .fixed(severalNodesReason), canBeMissing: false)

    private static let severalNodesReason = "the path can select several nodes, and gives a list"

    static let length = KnownActual(
        .number, .fixed("a length is a number"), range: 0...Int.max, canBeMissing: false)
    private static let negatedLength = length.negated

    /// A value of a documented answer, which has one of the shapes; `name` is its path.
    static func documented(_ shapes: [AnswerShape], name: String) -> KnownActual {
        KnownActual(
            AnswerShape.types(of: shapes), .documented(name),
            elements: AnswerShape.typesOfElements(of: shapes), isDocumented: true, shapes: shapes)
    }

    /// The list of the nodes that a path selects in a documented answer; each has one of the shapes.
    static func documentedNodes(_ shapes: [AnswerShape]) -> KnownActual {
        KnownActual(
            .array, .fixed(severalNodesReason), elements: AnswerShape.types(of: shapes), canBeMissing: false,
            isDocumented: true)
    }

    /// Why it has no other type. Completes "this can never hold: …".
    var reason: String {
        switch cause {
        case .fixed(let text): text
        case .documented(let name): "the API documents '\(name)' as \(types.text)"
        case .documentedElements: "its elements are documented as \(types.text)"
        }
    }

    /// Two negations, one within the other, cancel out.
    var negated: KnownActual {
        KnownActual(
            types, cause, elements: elementTypes, range: range, canBeMissing: canBeMissing, isHeader: isHeader,
            isDocumented: isDocumented, shapes: shapes, isNegated: !isNegated)
    }

    /// An element of the list that it is.
    var element: KnownActual {
        KnownActual(
            elementTypes, .documentedElements, canBeMissing: false, isHeader: isHeader, isDocumented: isDocumented,
            isNegated: isNegated)
    }

    /// The length of the text, list or object that it is.
    var ownLength: KnownActual { isNegated ? Self.negatedLength : .length }

    // MARK: - Problems

    /// A problem if the condition that is stated, without its negation, can never be true.
    func neverTrue(
        _ reason: String? = nil, at range: SourceRange, help: String? = nil, operand: ValueTemplate? = nil
    ) -> [OperandProblem] {
        [problem(isNegated ? .neverFails : .neverHolds, reason ?? self.reason, at: range, help: help, operand)]
    }

    /// A problem if the condition that is stated, without its negation, is always true. A value that can be missing
    /// makes it false, and so does a response that differs from the documentation.
    func alwaysTrue(_ reason: String, at range: SourceRange, help: String? = nil) -> [OperandProblem] {
        if !isNegated && (canBeMissing || isDocumented) { return [] }
        return [problem(isNegated ? .neverHolds : .neverFails, reason, at: range, help: help, nil)]
    }

    /// A problem if no value that it can have is of one of the types that an operator judges: then neither the
    /// condition nor its negation holds.
    func unjudgeable(_ name: String, needs needed: JSONTypes, at range: SourceRange) -> [OperandProblem] {
        guard types.isDisjoint(with: needed) else { return [] }
        return [
            problem(.neverHolds, "\(reason), and '\(name)' judges \(needed.text)", at: range, help: nil, nil)
        ]
    }

    private func problem(
        _ id: Diagnostic.ID, _ reason: String, at range: SourceRange, help: String?, _ operand: ValueTemplate?
    ) -> OperandProblem {
        OperandProblem(
            .error(
                id, "this can never \(id == .neverFails ? "fail" : "hold"): \(reason)", at: range, help: help), operand)
    }
}
