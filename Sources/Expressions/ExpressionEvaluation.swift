import JSON
import Source

/// What the references and functions of an expression read at run time.
package protocol ExpressionScope: FunctionServices {
    /// The value of a reference; nil if it has none (yet).
    func value(of reference: Reference) -> JSONValue?

    /// Why a reference that passed the checks has no value, for example because its step was skipped; nil if there is
    /// nothing to say.
    func reasonForNoValue(of reference: Reference) -> String?
}

/// Why an expression has no value, and where it is written.
package struct EvaluationError: Error, Sendable {
    package let message: String
    package let range: SourceRange

    package init(message: String, range: SourceRange) {
        self.message = message
        self.range = range
    }
}

extension Expression {
    /// The value. Throws if a name has no value, or an operand has the wrong type.
    package func evaluate(in scope: some ExpressionScope) throws(EvaluationError) -> JSONValue {
        switch self {
        case .literal(let value):
            return value
        case .reference(let reference):
            guard let value = scope.value(of: reference) else {
                let reason = scope.reasonForNoValue(of: reference).map { ": \($0)" } ?? ""
                throw EvaluationError(message: "'\(reference.text)' has no value here\(reason)", range: reference.range)
            }
            return value
        case .call(let call):
            return try call.evaluate(in: scope)
        case .comparison(let comparison):
            return .bool(try comparison.holds(in: scope))
        case .not(let expression, let range):
            return .bool(try !expression.truth(in: scope, at: range))
        case .all(let operands):
            for operand in operands where try !operand.expression.truth(in: scope, at: operand.range) {
                return false
            }
            return true
        case .any(let operands):
            for operand in operands where try operand.expression.truth(in: scope, at: operand.range) {
                return true
            }
            return false
        }
    }

    /// The value as true or false. Any other value is an error, because its truth would be a guess.
    package func truth(in scope: some ExpressionScope, at range: SourceRange) throws(EvaluationError) -> Bool {
        let value = try evaluate(in: scope)
        guard case .bool(let truth) = value else {
            throw EvaluationError(message: "true or false is needed here, found \(value.serialized)", range: range)
        }
        return truth
    }
}

extension FunctionCall {
    fileprivate func evaluate(in scope: some ExpressionScope) throws(EvaluationError) -> JSONValue {
        var values: [JSONValue] = []
        for argument in arguments { values.append(try argument.evaluate(in: scope)) }
        do {
            return try function.evaluate(values, scope)
        } catch {
            throw EvaluationError(message: error.message, range: range)
        }
    }
}

extension Comparison {
    /// `==` and `!=` compare any values. Only two numbers, or two strings by code points, have an order.
    fileprivate func holds(in scope: some ExpressionScope) throws(EvaluationError) -> Bool {
        let (left, right) = (try operand(left, in: scope), try operand(right, in: scope))
        if left.typeName != right.typeName, left.writtenOut == right.writtenOut, left != .null, right != .null {
            // The values look the same but can never be equal, so the comparison is a mistake.
            throw EvaluationError(
                message: "\(left.serialized) is \(left.typeNameWithArticle) and \(right.serialized) "
                    + "\(right.typeNameWithArticle): they are never equal", range: range)
        }
        switch relation {
        case .equal: return left == right
        case .notEqual: return left != right
        default: break
        }
        switch (left, right) {
        case (.number(let left), .number(let right)): return isOrdered(left, right)
        case (.string(let left), .string(let right)):
            return isOrdered(ScalarOrder(text: left), ScalarOrder(text: right))
        default:
            throw EvaluationError(
                message: "'\(relation.rawValue)' compares two numbers or two texts, not "
                    + "\(left.typeNameWithArticle) and \(right.typeNameWithArticle)", range: range)
        }
    }

    /// A missing capture is null for `==` and `!=`, so that an expression can test whether it exists.
    private func operand(
        _ expression: Expression, in scope: some ExpressionScope
    ) throws(EvaluationError) -> JSONValue {
        if case .reference(let reference) = expression, reference.root == .steps,
            relation == .equal || relation == .notEqual
        {
            return scope.value(of: reference) ?? .null
        }
        return try expression.evaluate(in: scope)
    }

    private func isOrdered<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch relation {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        default: left >= right
        }
    }
}

/// A string ordered by code points: Swift's own `<` treats canonically equivalent strings as equal.
private struct ScalarOrder: Comparable {
    let text: String

    static func == (left: ScalarOrder, right: ScalarOrder) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
    static func < (left: ScalarOrder, right: ScalarOrder) -> Bool {
        left.text.unicodeScalars.lexicographicallyPrecedes(right.text.unicodeScalars)
    }
}
