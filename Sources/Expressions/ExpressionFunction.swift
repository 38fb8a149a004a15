import JSON
import Times

/// A function of the expression language. A new one is a file in `Functions` and a line in `all`.
package struct ExpressionFunction: Sendable {
    package let name: String
    /// How many arguments it takes.
    package let arity: ClosedRange<Int>
    /// One line for people: what it gives.
    package let summary: String
    /// What is wrong with arguments that are known before the run; nil where nothing is.
    var problem: @Sendable ([JSONValue]) -> String? = { _ in nil }
    let evaluate: @Sendable ([JSONValue], any FunctionServices) throws(FunctionError) -> JSONValue

    package static let all: [ExpressionFunction] = [.uniqueRef, .uuid, .now, .nowMilliseconds, .randomDigits]

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

/// What functions need from outside: time, chance and uniqueness enter a run in one place.
package protocol FunctionServices: Sendable {
    /// The current time.
    var now: Timestamp { get }

    /// 64 random bits, others each time.
    var randomBits: UInt64 { get }

    /// A text of at most 20 characters that starts with `prefix` and is never the same twice.
    func uniqueReference(prefix: String) throws(FunctionError) -> String
}
