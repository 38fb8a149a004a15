import JSON

extension ExpressionFunction {
    static let uniqueRef = ExpressionFunction(
        name: "unique_ref", arity: 0...1,
        summary: "a client_ref_id of at most 20 characters, never the same twice; the argument is its prefix"
    ) { arguments, services throws(FunctionError) in
        guard let prefix = arguments.first else { return .string(try services.uniqueReference(prefix: "")) }
        guard case .string(let text) = prefix else {
            throw FunctionError(message: "the prefix of unique_ref must be a text")
        }
        return .string(try services.uniqueReference(prefix: text))
    }
}
