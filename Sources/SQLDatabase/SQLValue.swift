/// A value that a statement takes or returns.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(stringLiteral value: String) { self = .text(value) }
    package init(nilLiteral: ()) { self = .null }
}

extension SQLValue {
    package init(_ value: Int) { self = .integer(Int64(value)) }
    package init(_ value: Int64) { self = .integer(value) }
    package init(_ text: String) { self = .text(text) }
    package init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    package init(_ value: Int64?) { self = value.map { .integer($0) } ?? .null }

    /// Nil if it is not an integer.
    package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

    /// Nil if it is not a string.
    package var text: String? { if case .text(let text) = self { text } else { nil } }
}

/// A row that a query returned. Its columns are in the order of the query.
package struct SQLRow: Sendable, Equatable {
    package let values: [SQLValue]

    package init(_ values: [SQLValue]) {
        self.values = values
    }

    package subscript(_ column: Int) -> SQLValue { values[column] }

    /// The integer in a column; 0 if there is none.
    package func int(_ column: Int) -> Int64 { values[column].integer ?? 0 }

    /// The string in a column; empty if there is none.
    package func text(_ column: Int) -> String { values[column].text ?? "" }
}
