import Contract
import Expressions
import JSON
import Source

/// What is known before the run about the value that an expectation judges.
package struct KnownActual: Sendable {
    /// The types that it can have.
    let types: JSONTypes
    /// Why it has no other type. Completes "this can never hold: …".
    let reason: String
    /// The types of its elements, if it is a list.
    var elementTypes = JSONTypes.any
    /// The numbers that it can be; nil if nothing is known about them.
    var range: ClosedRange<Int>?
    /// Whether the exchange may have no such value.
    var canBeMissing = true
    /// Whether a text is compared as a number, if the operand is a number, and counts as a list of one element.
    var isHeader = false
    /// Whether the API's documentation says so. A response can differ from it, so an expectation that holds for every
    /// documented answer is still a test.
    var isDocumented = false
    /// The documented shapes of the value; empty if there are none.
    var shapes: [AnswerShape] = []
    /// Whether the expectation is negated, as in `not` and `not_equals`.
    private(set) var isNegated = false

    static let anything = KnownActual(types: .any, reason: "")

    /// A status code.
    static let http = KnownActual(
        types: .number, reason: "the actual value is a number", range: 100...599, canBeMissing: false)

    /// The value of a header, or the list of its values if there are several.
    static let header = KnownActual(
        types: [.string, .array], reason: "a header has a text, or a list of texts if it occurs several times",
        elementTypes: .string, isHeader: true)

    /// The result of a path that can select several nodes.
    static let severalNodes = KnownActual(
        types: .array, reason: "the path can select several nodes, and gives a list", canBeMissing: false)

    static let length = KnownActual(
        types: .number, reason: "a length is a number", range: 0...Int.max, canBeMissing: false)

    /// A value of a documented answer, which has one of the shapes; `name` is its path.
    static func documented(_ shapes: [AnswerShape], name: String) -> KnownActual {
        let types = JSONTypes(shapes.map(\.types))
        return KnownActual(
            types: types, reason: "the API documents '\(name)' as \(types.text)",
            elementTypes: JSONTypes(shapes.flatMap(\.elements).map(\.types)), isDocumented: true, shapes: shapes)
    }

    /// The list of the nodes that a path selects in a documented answer; each has one of the shapes.
    static func documentedNodes(_ shapes: [AnswerShape]) -> KnownActual {
        KnownActual(
            types: .array, reason: severalNodes.reason, elementTypes: JSONTypes(shapes.map(\.types)),
            canBeMissing: false, isDocumented: true)
    }

    /// Two negations, one within the other, cancel out.
    var negated: KnownActual {
        var copy = self
        copy.isNegated.toggle()
        return copy
    }

    /// An element of the list that it is.
    var element: KnownActual {
        var element = KnownActual(
            types: elementTypes, reason: "its elements are documented as \(elementTypes.text)", canBeMissing: false,
            isHeader: isHeader, isDocumented: isDocumented)
        element.isNegated = isNegated
        return element
    }

    /// The length of the text, list or object that it is.
    var ownLength: KnownActual {
        var length = Self.length
        length.isNegated = isNegated
        return length
    }

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
