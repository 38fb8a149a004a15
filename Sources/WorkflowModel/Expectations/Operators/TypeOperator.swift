import Expressions
import JSON
import Source

extension ExpectationOperator {
    static let type = ExpectationOperator(
        name: "type", operand: .choice(typeNames),
        summary: "a value of this JSON type: \(typeNames.joined(separator: ", "))"
    ) { entry, _, context in
        context.choice(entry, of: typeNames, others: typeNamesElsewhere).map { TypeMatcher(name: $0) }
    }

    private static let typeNames = ["string", "number", "integer", "boolean", "array", "object", "null"]
    private static let typeNamesElsewhere = [
        "text": "string", "str": "string", "int": "integer", "float": "number", "double": "number", "bool": "boolean",
        "list": "array", "dict": "object", "map": "object", "mapping": "object", "none": "null", "nil": "null",
    ]
}

struct TypeMatcher: Matcher {
    let name: String

    var readsCharacters: Bool { false }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        if let value = actual.value, hasType(value) { return nil }
        return Mismatch(
            expected: "a value of type \(name)", help: actual.typeHint
        )
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        let wanted = name == "integer" ? .number : JSONTypes.named(name)
        if actual.types.isDisjoint(with: wanted) {
            // That a documented value has no other type is worth a test.
            return actual.isDocumented && actual.isNegated ? [] : actual.neverTrue(at: range)
        }
        return wanted.isSuperset(of: actual.types) && (name != "integer" || actual.range != nil)
            ? actual.alwaysTrue(actual.reason, at: range) : []
    }

    private func hasType(_ value: JSONValue) -> Bool {
        if name == "integer", case .number(let number) = value { return number.isInteger }
        return value.typeName == name
    }
}
