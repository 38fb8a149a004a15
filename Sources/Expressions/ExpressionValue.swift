import JSON

/// A value, as far as it is known. For a missing value there is no case: a scope returns nil, and evaluation throws.
package enum ExpressionValue: Sendable {
    case known(JSONValue)
    /// Only the run will know it. `preview` is shown in its place, but decides nothing.
    case unknown(preview: JSONValue)
    /// Only the run will know it; the value of the run differs from this one, but has its form and its length.
    case sample(JSONValue)

    /// The value; nil if it is not known yet.
    package var known: JSONValue? { if case .known(let value) = self { value } else { nil } }

    /// The value, or what is shown in its place.
    package var shown: JSONValue {
        switch self {
        case .known(let value), .unknown(let value), .sample(let value): value
        }
    }

    /// The value, or one of its form and length; nil if neither is known yet.
    package var formed: JSONValue? {
        switch self {
        case .known(let value), .sample(let value): value
        case .unknown: nil
        }
    }

    /// The transformed value. It is known as far as this value is.
    package func map(_ transform: (JSONValue) -> JSONValue) -> ExpressionValue {
        switch self {
        case .known(let value): .known(transform(value))
        case .unknown(let preview): .unknown(preview: transform(preview))
        case .sample(let value): .sample(transform(value))
        }
    }

    /// A value made of parts: it is known as far as all of them are.
    init(_ value: JSONValue, of parts: [ExpressionValue]) {
        if parts.allSatisfy({ $0.known != nil }) {
            self = .known(value)
        } else if parts.allSatisfy({ $0.formed != nil }) {
            self = .sample(value)
        } else {
            self = .unknown(preview: value)
        }
    }

    /// A value that only the run will know, shown as its expression.
    package static func unknown(_ expression: String) -> ExpressionValue {
        .unknown(preview: .string("${{ \(expression) }}"))
    }

    /// The value at a path inside this value; nil if there is none. `name` is the expression for it.
    package func member(_ path: MemberPath, name: @autoclosure () -> String) -> ExpressionValue? {
        switch self {
        case _ where path.segments.isEmpty: self
        case .known(let value): path.value(in: value).map { .known($0) }
        case .unknown, .sample: .unknown(name())
        }
    }
}
