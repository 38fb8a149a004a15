import JSON

extension ExpressionFunction {
    static let randomDigits = ExpressionFunction(
        name: "random_digits", arity: 1...1, summary: "a string of this many random digits, 1 to 100", problem: problem
    ) { arguments, services throws(FunctionError) in
        guard let count = count(arguments) else { throw FunctionError(message: wrongCount) }
        let digits = (0..<count).map { _ in UInt8(ascii: "0") + UInt8(services.randomBits % 10) }
        return .string(String(decoding: digits, as: UTF8.self))
    }

    private static let wrongCount = "random_digits() takes a whole number from 1 to 100"

    @Sendable private static func problem(_ arguments: [JSONValue]) -> String? {
        count(arguments) == nil ? wrongCount : nil
    }

    private static func count(_ arguments: [JSONValue]) -> Int? {
        guard case .number(let number)? = arguments.first, let count = number.int, 1...100 ~= count else { return nil }
        return count
    }
}
