import JSON

/// A value, as far as it is known. For a missing value there is no case: a scope returns nil, and evaluation throws.
package enum ExpressionValue: Sendable {
    case known(JSONValue)
    /// Only the run will know it. `preview` is shown in its place, but decides nothing.
    case unknown(preview: JSONValue)

    /// The value; nil if it is not known yet.
    package var known: JSONValue? { if case .known(let value) = self { value } else { nil } }

    /// The value, or what is shown in its place.
    package var shown: JSONValue {
        switch self {
        case .known(let value), .unknown(let value): value
        }
    }

    /// The transformed value. It is known if this value is known.
    package func map(_ transform: (JSONValue) -> JSONValue) -> ExpressionValue {
        switch self {
        case .known(let value): .known(transform(value))
        case .unknown(let preview): .unknown(preview: transform(preview))
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
        case .unknown: .unknown(name())
        }
    }
}
