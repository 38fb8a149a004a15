import Expressions
import JSON

extension ExpectationOperator {
    static let containsObject = ExpectationOperator(
        name: "contains_object", operand: .open(.anything),
        summary: "an object with these members, however deep; it can have others"
    ) { entry, _, context in
        guard let members = entry.value.mapping, !members.isEmpty else {
            return context.reject(.wrongOperand(entry, expected: "a mapping of members"))
        }
        return ContainsObjectMatcher(operand: context.openValue(entry.value))
    }
}

private struct ContainsObjectMatcher: Matcher {
    let operand: ValueTemplate

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let expected = try operand.evaluate(in: scope)
        guard let value = actual.value else { return Mismatch(expected: "an object with \(expected.serialized)") }
        guard let difference = firstDifference(expected, value, at: "") else { return nil }
        return Mismatch(expected: "an object with \(expected.serialized)", help: difference)
    }

    /// Names the first property that is missing or differs; nil if there is none. Lists must be equal as a whole.
    private func firstDifference(_ expected: JSONValue, _ actual: JSONValue, at path: String) -> String? {
        guard case .object(let wanted) = expected, case .object(let found) = actual else {
            if expected == actual { return nil }
            return "\(path.isEmpty ? "it" : "'\(path)'") is \(actual.serialized)"
        }
        for member in wanted.members {
            let place = path.isEmpty ? member.name : "\(path).\(member.name)"
            guard let value = found[member.name] else { return "'\(place)' is missing" }
            if let difference = firstDifference(member.value, value, at: place) { return difference }
        }
        return nil
    }
}
