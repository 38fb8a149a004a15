import JSON

/// A value as far as it is known. A value that is missing is none of these: a scope answers nil, and evaluation throws.
package enum ExpressionValue: Sendable {
    case known(JSONValue)
    /// Only the run will know it. `preview` is shown in its place, and decides nothing.
    case unknown(preview: JSONValue)

    /// The value; nil if it is not known yet.
    package var known: JSONValue? { if case .known(let value) = self { value } else { nil } }

    /// The value, or what is shown in its place.
    package var shown: JSONValue {
        switch self {
        case .known(let value), .unknown(let value): value
        }
    }

    /// Another value made from it, known if it is.
    package func map(_ transform: (JSONValue) -> JSONValue) -> ExpressionValue {
        switch self {
        case .known(let value): .known(transform(value))
        case .unknown(let preview): .unknown(preview: transform(preview))
        }
    }

    /// What only the run will know, shown as the expression that gives it.
    package static func unknown(_ expression: String) -> ExpressionValue {
        .unknown(preview: .string("${{ \(expression) }}"))
    }

    /// The value of a member; nil if there is none. `name` is the expression for it.
    package func member(_ path: MemberPath, name: @autoclosure () -> String) -> ExpressionValue? {
        switch self {
        case _ where path.segments.isEmpty: self
        case .known(let value): path.value(in: value).map { .known($0) }
        case .unknown: .unknown(name())
        }
    }
}
