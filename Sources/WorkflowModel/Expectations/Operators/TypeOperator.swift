import JSON
import YAMLSource

extension ExpectationOperator {
    static let type = ExpectationOperator(
        name: "type", summary: "of a JSON type: \(typeNames.joined(separator: ", "))"
    ) { entry, context in
        guard let name = entry.value.scalar?.text, typeNames.contains(name) else {
            context.report(.wrongOperand(entry, expected: "one of \(typeNames.joined(separator: ", "))"))
            return nil
        }
        return TypeMatcher(name: name)
    }

    private static let typeNames = ["string", "number", "integer", "boolean", "array", "object", "null"]
}

private struct TypeMatcher: Matcher {
    let name: String

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        if let value = actual.value, hasType(value) { return nil }
        return Mismatch(
            expected: "a value of type \(name)", hint: actual.value.map { "the response has \($0.typeNameWithArticle)" }
        )
    }

    private func hasType(_ value: JSONValue) -> Bool {
        if name == "integer", case .number(let number) = value { return number.isInteger }
        return value.typeName == name
    }
}
