import Expressions
import JSON
import Source

extension ExpectationOperator {
    static let length = ExpectationOperator(
        name: "length", operand: .named("expected"),
        summary:
            "the number of characters of a string, elements of a list or properties of an object: a number or operators"
    ) { entry, _, context in
        if entry.value.mapping == nil,
            entry.value.scalar.map({ (Int($0.text).map { $0 < 0 } ?? true) && !$0.text.contains("${{") }) ?? true
        {
            return context.reject(.wrongOperand(entry, expected: "a whole number of at least 0, or operators"))
        }
        // A length is a number, even the length of a header.
        return LengthMatcher(matcher: context.matcher(entry, .open))
    }
}

private struct LengthMatcher: Matcher {
    let matcher: PlacedMatcher

    var readsCharacters: Bool { false }

    var canTakeLong: Bool { matcher.matcher.canTakeLong }
    var operands: [ValueTemplate] { matcher.matcher.operands }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        guard let length = actual.value.flatMap(length) else {
            return Mismatch(
                expected: "a string, a list or an object, to count its length", help: actual.typeHint,
                isOfWrongType: true)
        }
        guard let mismatch = try matcher.matcher.mismatch(ActualValue(.integer(length)), in: scope) else { return nil }
        return Mismatch(
            expected: "length: \(mismatch.expected)", help: "its length is \(length)",
            isOfWrongType: mismatch.isOfWrongType, looksEqual: mismatch.looksEqual)
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        let unjudgeable = actual.unjudgeable("length", needs: [.string, .array, .object], at: range)
        return unjudgeable.isEmpty ? matcher.problems(actual.ownLength, in: scope) : unjudgeable
    }

    /// A string's length is in Unicode code points, as in JSON Schema.
    private func length(_ value: JSONValue) -> Int? {
        switch value {
        case .string(let text): text.unicodeScalars.count
        case .array(let elements): elements.count
        case .object(let object): object.count
        default: nil
        }
    }
}
