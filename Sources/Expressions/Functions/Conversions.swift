import JSON

/// What a value is never hangs on how it looks: these say what it is.
extension ExpressionFunction {
    static let number = conversion("number", "a string or a number, as a number") { value in
        switch value {
        case .number: value
        case .string(let text): JSONNumber(text).map { .number($0) }
        case .null, .bool, .array, .object: nil
        }
    }

    static let boolean = conversion("boolean", "a string or a boolean, as true or false") { value in
        switch value {
        case .bool: value
        case .string("true"): true
        case .string("false"): false
        case .null, .number, .string, .array, .object: nil
        }
    }

    static let string = conversion(
        "string", "a value as a string; a list or an object as JSON", readsCharacters: false
    ) { value in
        value == .null ? nil : .string(value.writtenOut)
    }

    /// Its evaluation is a part of the language: a first argument without a value is no error.
    package static let `default` = ExpressionFunction(
        name: "default", arity: 2...2, summary: "the first value, or the second if the first is missing or null",
        isDeterministic: true, readsCharacters: false
    ) { arguments, _ in
        arguments[0] == .null ? arguments[1] : arguments[0]
    }

    private static func conversion(
        _ name: String, _ summary: String, readsCharacters: Bool = true,
        _ convert: @escaping @Sendable (JSONValue) -> JSONValue?
    ) -> ExpressionFunction {
        @Sendable func problem(_ value: JSONValue) -> String {
            "\(name)() cannot make \(name == "string" ? "a string" : name == "number" ? "a number" : "true or false") of "
                + value.serialized
        }
        @Sendable func problem(of arguments: [JSONValue]) -> String? {
            arguments.first.flatMap { convert($0) == nil ? problem($0) : nil }
        }
        return ExpressionFunction(
            name: name, arity: 1...1, summary: summary, problem: problem(of:), isDeterministic: true,
            readsCharacters: readsCharacters
        ) { arguments, _ throws(FunctionError) in
            guard let value = convert(arguments[0]) else { throw FunctionError(message: problem(arguments[0])) }
            return value
        }
    }
}
