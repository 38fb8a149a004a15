import JSON
import Source

extension Expression {
    /// Errors for parts that must be true or false but never can be.
    package var typeProblems: [Diagnostic] {
        let own: [Diagnostic] =
            switch self {
            case .literal, .reference, .call, .comparison: []
            case .not(let expression, let range): expression.truthProblems(at: range)
            case .all(let operands), .any(let operands):
                operands.flatMap { $0.expression.truthProblems(at: $0.range) }
            }
        return own + parts.flatMap(\.typeProblems)
    }

    /// Errors if the expression must be true or false but never can be, as far as this is known without its values.
    package func truthProblems(at range: SourceRange) -> [Diagnostic] {
        switch self {
        case .literal(.bool), .reference, .comparison, .not, .all, .any: []
        case .literal(let value): [.notTrueOrFalse(value.serialized, at: range)]
        case .call(let call)
        where [ExpressionFunction.boolean.name, ExpressionFunction.default.name].contains(
            call.function.name):
            []
        case .call(let call): [.notTrueOrFalse("the result of \(call.function.name)()", at: range)]
        }
    }
}

extension Diagnostic {
    package static func notTrueOrFalse(_ found: String, at range: SourceRange) -> Diagnostic {
        .error(
            .notTrueOrFalse, "true or false is needed here, found \(found)", at: range,
            help: "compare it, for example vars.NAME == 'text'")
    }
}
