import JSON

extension ExpressionFunction {
    static let uniqueRef = ExpressionFunction(
        name: "unique_ref", arity: 0...1,
        summary: "a client_ref_id of at most 20 characters, never the same twice; the argument is its prefix",
        problem: { arguments in
            guard case .string(let prefix)? = arguments.first else {
                return arguments.isEmpty ? nil : "the prefix of unique_ref() must be a text"
            }
            let fits = prefix.utf8.count <= maximumPrefixLength && ByteSet.visible.containsAll(of: prefix)
            return fits
                ? nil : "the prefix of unique_ref() has at most \(maximumPrefixLength) ASCII characters, without spaces"
        }
    ) { arguments, services throws(FunctionError) in
        guard let prefix = arguments.first else { return .string(try services.uniqueReference(prefix: "")) }
        guard case .string(let text) = prefix else {
            throw FunctionError(message: "the prefix of unique_ref must be a text")
        }
        return .string(try services.uniqueReference(prefix: text))
    }

    /// What leaves enough of the 20 characters to be unique.
    private static let maximumPrefixLength = 6
}
