import JSON
import Times

extension ExpressionFunction {
    static let now = ExpressionFunction(
        name: "now", arity: 0...0, summary: "the current time in RFC 3339, UTC"
    ) { _, services in
        .string(services.now.rfc3339)
    }

    static let nowMilliseconds = ExpressionFunction(
        name: "now_ms", arity: 0...0, summary: "the current time in milliseconds since 1970, a number"
    ) { _, services in
        .integer(Int(services.now.milliseconds))
    }
}
