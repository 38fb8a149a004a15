import JSON
import RegularExpressions

/// An expression that is true or false for a node: LogicalType of RFC 9535.
indirect enum LogicalExpression: Sendable {
    case or([LogicalExpression])
    case and([LogicalExpression])
    case not(LogicalExpression)
    case exists(FilterQuery)
    case comparison(ValueExpression, ComparisonOperator, ValueExpression)
    /// `match()` if `isWhole`, otherwise `search()`.
    case matches(ValueExpression, RegularExpressionSource, isWhole: Bool)
}

/// An expression that gives a value or Nothing: ValueType of RFC 9535.
indirect enum ValueExpression: Sendable {
    case literal(JSONValue)
    case singularQuery(FilterQuery)
    case length(ValueExpression)
    case count(FilterQuery)
    case value(FilterQuery)
}

/// Where the regular expression of `match()` and `search()` comes from.
enum RegularExpressionSource: Sendable {
    /// Nil if the literal is not an I-Regexp: nothing matches it.
    case literal(RegularExpression?)
    case computed(ValueExpression)
}

enum ComparisonOperator: String, CaseIterable, Sendable {
    case equal = "=="
    case unequal = "!="
    // Before the shorter operators, which they start with.
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"
}
