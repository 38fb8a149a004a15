import Expressions
import JSON
import JSONSchema
import Source
import YAML

extension ExpectationOperator {
    static let schema = ExpectationOperator(
        name: "schema", operand: .oneOf([.text, .boolean, .open(.anything)]),
        summary: "a value that follows a JSON Schema (2020-12), written here or in a file of the workspace"
    ) { entry, _, context in
        context.schema(entry).map { SchemaMatcher(schema: $0, range: entry.key.range) }
    }
}

struct SchemaMatcher: Matcher {
    let schema: JSONSchema
    let range: SourceRange

    var canTakeLong: Bool { true }
    /// Its evaluation says so itself: a schema can ask for the form of one string, and for the characters of another.
    var readsCharacters: Bool { false }

    private static let maximumViolations = 5

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        guard let value = actual.value else { return Mismatch(expected: "a value that follows the schema") }
        do {
            let violations = try schema.violations(of: value, limit: Self.maximumViolations)
            guard !violations.isEmpty else { return nil }
            return Mismatch(
                expected: "a value that follows the schema",
                help: violations.map(Self.text).joined(separator: "; "))
        } catch {
            throw EvaluationError(message: "the schema gives no answer: \(error.message)", range: range)
        }
    }

    private static func text(_ violation: Violation) -> String {
        let place = MemberPath(
            segments: violation.instancePath.segments.map { segment in
                switch segment {
                case .name(let name): .member(name)
                case .index(let index): .index(index)
                }
            }
        ).text
        return place.isEmpty ? violation.message : "\(place): \(violation.message)"
    }
}
