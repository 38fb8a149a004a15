import JSON
import Source

/// A value that may contain expressions, such as a parameter or an expected value.
package enum ValueTemplate: Sendable {
    case literal(JSONValue)
    /// The whole value is one expression, and keeps the type of its result.
    case expression(Expression)
    /// Expressions inside longer text; their results are written as text.
    case text([TextPiece])
    case array([ValueTemplate])
    case object([(name: String, value: ValueTemplate)])

    /// Replaces a value that could not be read and has already been reported.
    package static let unknown = ValueTemplate.text([])

    /// Whether it could not be read, and has been reported.
    package var isUnknown: Bool { if case .text(let pieces) = self { pieces.isEmpty } else { false } }

    /// A part of a string: text as written, or an expression that is replaced by its result.
    package enum TextPiece: Sendable {
        case text(String)
        case expression(Expression, at: SourceRange)
    }

    /// The value if it contains no expression; it is then known before the run.
    package var literal: JSONValue? {
        if case .literal(let value) = self { value } else { nil }
    }

    /// Calls `visit` with every expression in the value.
    package func forEachExpression(_ visit: (Expression) -> Void) {
        switch self {
        case .literal: break
        case .expression(let expression): visit(expression)
        case .text(let pieces):
            for case .expression(let expression, _) in pieces { visit(expression) }
        case .array(let elements): for element in elements { element.forEachExpression(visit) }
        case .object(let members): for member in members { member.value.forEachExpression(visit) }
        }
    }

    /// The value with its expressions filled in, as far as they are known.
    package func resolve(in scope: some ExpressionScope) throws(EvaluationError) -> ExpressionValue {
        switch self {
        case .literal(let value): return .known(value)
        case .expression(let expression): return try expression.resolve(in: scope)
        case .text(let pieces):
            var parts: [ExpressionValue] = []
            var result = ""
            for piece in pieces {
                switch piece {
                case .text(let text): result += text
                case .expression(let expression, let range):
                    let value = try expression.resolve(in: scope)
                    guard value.known != .null else {
                        throw EvaluationError(message: "this is null, and cannot be part of a string", range: range)
                    }
                    parts.append(value)
                    result += value.shown.writtenOut
                }
            }
            return ExpressionValue(.string(result), of: parts)
        case .array(let templates):
            var values: [ExpressionValue] = []
            for template in templates { values.append(try template.resolve(in: scope)) }
            return ExpressionValue(.array(values.map(\.shown)), of: values)
        case .object(let members):
            var parts: [ExpressionValue] = []
            var object = JSONObject()
            for member in members {
                let value = try member.value.resolve(in: scope)
                parts.append(value)
                object.append(member.name, value.shown)
            }
            return ExpressionValue(.object(object), of: parts)
        }
    }

    /// The value during a run, when all values are known.
    package func evaluate(in scope: some ExpressionScope) throws(EvaluationError) -> JSONValue {
        assert(scope.isRunning, "before the run, a value may not be known: resolve it")
        return try resolve(in: scope).shown
    }
}
