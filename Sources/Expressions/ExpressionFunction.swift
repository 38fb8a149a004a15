import JSON
import Times

/// A function of the expression language. To add one, add it to `Functions` and to `all`.
package struct ExpressionFunction: Sendable {
    package let name: String
    /// How many arguments it takes.
    package let arity: ClosedRange<Int>
    /// What it returns, in one line.
    package let summary: String
    /// The problem with arguments that are known before the run; nil if there is none.
    var problem: @Sendable ([JSONValue]) -> String? = { _ in nil }
    /// Whether it gives the same value for the same arguments, so that its value is known before the run.
    var isDeterministic = false
    /// Whether its result hangs on the characters of its arguments, and does not merely pass them on.
    var readsCharacters = true
    let evaluate: @Sendable ([JSONValue], any FunctionServices) throws(FunctionError) -> JSONValue

    package static let all: [ExpressionFunction] = [
        .uniqueRef, .uuid, .now, .nowMilliseconds, .randomDigits, .number, .string, .boolean, .default,
    ]

    /// How it is called, for messages and help: `unique_ref(…)`, `now()`.
    package var example: String { arity.upperBound == 0 ? "\(name)()" : "\(name)(…)" }
}

/// Why a function has no value for its arguments.
package struct FunctionError: Error, Sendable {
    package let message: String

    package init(message: String) {
        self.message = message
    }
}

/// What functions need from outside: time, randomness and uniqueness enter a run in one place.
package protocol FunctionServices: Sendable {
    /// The current time.
    var now: Timestamp { get }

    /// 64 random bits, different each time.
    var randomBits: UInt64 { get }

    /// A string of at most 20 characters that starts with `prefix` and is never the same twice.
    func uniqueReference(prefix: String) throws(FunctionError) -> String
}
