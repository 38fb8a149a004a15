import JSON
import YAMLSource

extension ExpectationOperator {
    static let length = ExpectationOperator(
        name: "length",
        summary: "the number of characters of a text, elements of a list or members of an object: a number or operators"
    ) { entry, context in
        if entry.value.mapping == nil,
            entry.value.scalar.map({ Int($0.text) == nil && !$0.text.contains("${{") }) ?? true
        {
            context.report(.wrongOperand(entry, expected: "a whole number or operators"))
            return nil
        }
        return LengthMatcher(matchers: context.matchers(entry).map(\.matcher))
    }
}

private struct LengthMatcher: Matcher {
    let matchers: [any Matcher]

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        guard let length = actual.value.flatMap(length) else {
            return Mismatch(expected: "a text, a list or an object, to count its length")
        }
        for matcher in matchers {
            if let mismatch = try matcher.mismatch(ActualValue(.integer(length)), in: scope) {
                return Mismatch(expected: "length: \(mismatch.expected)", hint: "its length is \(length)")
            }
        }
        return nil
    }

    /// A text's length is in Unicode code points, as in JSON Schema.
    private func length(_ value: JSONValue) -> Int? {
        switch value {
        case .string(let text): text.unicodeScalars.count
        case .array(let elements): elements.count
        case .object(let object): object.count
        default: nil
        }
    }
}
