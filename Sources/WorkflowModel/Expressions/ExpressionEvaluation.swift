import JSON
import YAMLSource

/// What references and functions of an expression read at run time.
package protocol ExpressionScope: FunctionServices {
    /// The value of a reference; nil where there is none (yet).
    func value(of reference: Reference) -> JSONValue?
}

/// Why an expression has no value, and where it is written.
package struct EvaluationError: Error, Sendable {
    package let message: String
    package let range: SourceRange
}

extension Expression {
    package func evaluate(in scope: some ExpressionScope) throws(EvaluationError) -> JSONValue {
        switch self {
        case .literal(let value):
            return value
        case .reference(let reference):
            guard let value = scope.value(of: reference) else {
                throw EvaluationError(message: "'\(reference.text)' has no value here", range: reference.range)
            }
            return value
        case .call(let call):
            var arguments: [JSONValue] = []
            for argument in call.arguments {
                arguments.append(try argument.evaluate(in: scope))
            }
            do {
                return try call.function.evaluate(arguments, scope)
            } catch {
                throw EvaluationError(message: error.message, range: call.range)
            }
        }
    }
}
