import JSON

extension ExpressionFunction {
    package static let uniqueRef = ExpressionFunction(
        name: "unique_ref", arity: 0...1,
        summary: "a client_ref_id of at most 20 characters, never the same twice; the argument is its prefix",
        problem: problem
    ) { arguments, services throws(FunctionError) in
        guard let prefix = arguments.first else { return .string(try services.uniqueReference(prefix: "")) }
        guard case .string(let text) = prefix else { throw FunctionError(message: notText) }
        return .string(try services.uniqueReference(prefix: text))
    }

    private static let notText = "the prefix of unique_ref() must be a string"
    /// A longer prefix would leave too few of the 20 characters to be unique.
    private static let maximumPrefixLength = 6

    @Sendable private static func problem(_ arguments: [JSONValue]) -> String? {
        guard let prefix = arguments.first else { return nil }
        guard case .string(let text) = prefix else { return notText }
        let fits = text.utf8.count <= maximumPrefixLength && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
        return fits
            ? nil : "the prefix of unique_ref() has at most \(maximumPrefixLength) ASCII characters, without spaces"
    }
}
