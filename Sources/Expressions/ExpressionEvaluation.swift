import JSON
import Source

/// What the references and functions of an expression read.
package protocol ExpressionScope: FunctionServices {
    /// The value of a reference; nil if it has none.
    func value(of reference: Reference) -> ExpressionValue?

    /// Why a reference that passed the checks has no value, for example because its step was skipped; nil if there is
    /// nothing to say.
    func reasonForNoValue(of reference: Reference) -> String?

    /// Whether the run has started. Before it, the values of functions are not known: the run will get other values.
    var isRunning: Bool { get }
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

extension EvaluationError {
    fileprivate static func hidden(at range: SourceRange) -> EvaluationError {
        EvaluationError(message: "cannot be judged: a value that it reads is hidden in the recording", range: range)
    }
}

extension Expression {
    /// The value, as far as it is known. Throws if a name has no value, or an operand has the wrong type.
    package func resolve(in scope: some ExpressionScope) throws(EvaluationError) -> ExpressionValue {
        switch self {
        case .literal(let value): return .known(value)
        case .reference(let reference):
            if let value = scope.value(of: reference) { return value }
            let reason = scope.reasonForNoValue(of: reference).map { ": \($0)" } ?? ""
            throw EvaluationError(message: "'\(reference.text)' has no value here\(reason)", range: reference.range)
        case .call(let call): return try call.resolve(in: scope)
        case .comparison(let comparison): return Self.value(of: try comparison.holds(in: scope))
        case .not(let expression, let range):
            return Self.value(of: try expression.truth(in: scope, at: range).map { !$0 })
        case .all(let operands): return Self.value(of: try Self.truth(of: operands, decidedBy: false, in: scope))
        case .any(let operands): return Self.value(of: try Self.truth(of: operands, decidedBy: true, in: scope))
        }
    }

    /// The value during a run, when all values are known.
    package func evaluate(in scope: some ExpressionScope) throws(EvaluationError) -> JSONValue {
        assert(scope.isRunning, "before the run, a value may not be known: resolve it")
        return try resolve(in: scope).shown
    }

    /// The value if it is true or false; nil if it is not known yet. Any other value is an error: its truth would be a guess.
    package func truth(in scope: some ExpressionScope, at range: SourceRange) throws(EvaluationError) -> Bool? {
        guard let value = try resolve(in: scope).known else { return nil }
        guard case .bool(let truth) = value else {
            throw EvaluationError(message: "true or false is needed here, found \(value.serialized)", range: range)
        }
        return truth
    }

    /// Reads operands from left to right, up to the first that decides. Nil if an operand before it is not known.
    private static func truth(
        of operands: [Operand], decidedBy decisive: Bool, in scope: some ExpressionScope
    ) throws(EvaluationError) -> Bool? {
        for operand in operands {
            guard let truth = try operand.expression.truth(in: scope, at: operand.range) else { return nil }
            if truth == decisive { return decisive }
        }
        return !decisive
    }

    private static func value(of truth: Bool?) -> ExpressionValue { truth.map { .known(.bool($0)) } ?? .unknown("…") }
}

extension FunctionCall {
    fileprivate func resolve(in scope: some ExpressionScope) throws(EvaluationError) -> ExpressionValue {
        var values: [JSONValue] = []
        for (index, argument) in arguments.enumerated() {
            let isOptional = index == 0 && function.name == ExpressionFunction.default.name
            do {
                guard let value = try argument.resolve(in: scope).known else { return .unknown(function.example) }
                values.append(value)
            } catch {
                guard isOptional else { throw error }
                values.append(.null)
            }
        }
        if function.readsCharacters, let hidden = HiddenTexts.current, values.contains(where: hidden.areIn) {
            throw .hidden(at: range)
        }
        do {
            let value = try function.evaluate(values, scope)
            return scope.isRunning || function.isDeterministic ? .known(value) : .sample(value)
        } catch {
            throw EvaluationError(message: error.message, range: range)
        }
    }
}

extension Comparison {
    /// `==` and `!=` compare any two values. The other operators compare two numbers, or two strings by code points. Nil if one
    /// of the two values is not known yet.
    fileprivate func holds(in scope: some ExpressionScope) throws(EvaluationError) -> Bool? {
        guard case .known(let left) = try operand(self.left, comparedWith: self.right, in: scope),
            case .known(let right) = try operand(self.right, comparedWith: self.left, in: scope)
        else { return nil }
        // The same text stands for the same value, and no text stands for an empty one.
        let isSame = left == right && (relation == .equal || relation == .notEqual)
        let isPresence = [left, right].contains { $0 == .null || $0 == "" }
        if !isSame, !isPresence, let hidden = HiddenTexts.current,
            hidden.areIn(left) || hidden.areIn(right)
        {
            throw .hidden(at: range)
        }
        if left.typeName != right.typeName, left.writtenOut == right.writtenOut, left != .null, right != .null {
            // The values look the same but can never be equal, so the comparison is a mistake.
            throw EvaluationError(
                message: "\(left.serialized) is \(left.typeNameWithArticle) and \(right.serialized) "
                    + "\(right.typeNameWithArticle): they are never equal", range: range)
        }
        if relation == .notEqual, left.typeName != right.typeName, left != .null, right != .null {
            // It would be true whatever the values are.
            throw EvaluationError(
                message: "'!=' compares \(left.typeNameWithArticle), \(left.serialized), with "
                    + "\(right.typeNameWithArticle), \(right.serialized): they always differ", range: range)
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
                message: "'\(relation.rawValue)' compares two numbers or two strings, not "
                    + "\(left.typeNameWithArticle) and \(right.typeNameWithArticle)", range: range)
        }
    }

    /// Compared with `null`, a value that a step did not capture is null. So an expression can ask whether the value exists. Compared
    /// with anything else, it would be different from all, and the step of a `!=` would run.
    private func operand(
        _ expression: Expression, comparedWith other: Expression, in scope: some ExpressionScope
    ) throws(EvaluationError) -> ExpressionValue {
        if case .reference(let reference) = expression, reference.root == .steps,
            relation == .equal || relation == .notEqual, case .literal(.null) = other
        {
            return scope.value(of: reference) ?? .known(.null)
        }
        return try expression.resolve(in: scope)
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
