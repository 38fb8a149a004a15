import Expressions
import JSON

extension ExpectationOperator {
    static let length = ExpectationOperator(
        name: "length", operand: .named("expected"),
        summary: "the number of characters of a text, elements of a list or members of an object: a number or operators"
    ) { entry, actual, context in
        if entry.value.mapping == nil,
            entry.value.scalar.map({ (Int($0.text).map { $0 < 0 } ?? true) && !$0.text.contains("${{") }) ?? true
        {
            return context.reject(.wrongOperand(entry, expected: "a whole number of at least 0, or operators"))
        }
        // A length is a number, even the length of a header.
        return LengthMatcher(matcher: context.matcher(entry, of: actual.with(.number)))
    }
}

private struct LengthMatcher: Matcher {
    let matcher: any Matcher

    var canTakeLong: Bool { matcher.canTakeLong }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        guard let length = actual.value.flatMap(length) else {
            return Mismatch(expected: "a text, a list or an object, to count its length", isOfWrongType: true)
        }
        guard let mismatch = try matcher.mismatch(ActualValue(.integer(length)), in: scope) else { return nil }
        return Mismatch(expected: "length: \(mismatch.expected)", help: "its length is \(length)")
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
