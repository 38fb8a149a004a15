import JSON
import RegularExpressions

/// What is true or false of a node: LogicalType of RFC 9535.
indirect enum LogicalExpression: Sendable {
    case or([LogicalExpression])
    case and([LogicalExpression])
    case not(LogicalExpression)
    case exists(FilterQuery)
    case comparison(ValueExpression, ComparisonOperator, ValueExpression)
    case match(ValueExpression, RegularExpressionSource)
    case search(ValueExpression, RegularExpressionSource)
}

/// What gives a value or Nothing: ValueType of RFC 9535.
indirect enum ValueExpression: Sendable {
    case literal(JSONValue)
    case singularQuery(FilterQuery)
    case length(ValueExpression)
    case count(FilterQuery)
    case value(FilterQuery)
}

/// Where the regular expression of `match()` and `search()` comes from.
enum RegularExpressionSource: Sendable {
    /// Nil where the literal is no I-Regexp: nothing matches it.
    case literal(RegularExpression?)
    case computed(ValueExpression)
}

enum ComparisonOperator: String, CaseIterable, Sendable {
    case equal = "=="
    case unequal = "!="
    // Before the shorter ones, which they start with.
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"
}
