import Expressions
import JSON
import Source
import Times
import YAML

/// Compares two times, each in any format that the API and its testers use.
private struct TimeOrderMatcher: Matcher {
    let operand: TimeOperand
    let name: String
    /// For messages: `before`.
    let relation: String
    let holds: @Sendable (Timestamp, Timestamp) -> Bool

    var operands: [ValueTemplate] {
        if case .expression(let template, _) = operand { [template] } else { [] }
    }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) throws(EvaluationError) -> Mismatch? {
        let bound = try operand.evaluate(in: scope)
        guard let time = actual.value.flatMap(timestamp) else {
            return Mismatch(
                expected: "a time \(relation) \(bound.rfc3339)", help: "the response does not have \(timestampForms)",
                isOfWrongType: true)
        }
        if holds(time, bound) { return nil }
        return Mismatch(expected: "a time \(relation) \(bound.rfc3339)", help: "the response has \(time.rfc3339)")
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        let unjudgeable =
            actual.range == nil
            ? actual.unjudgeable(name, needs: [.string, .number], at: range)
            : actual.neverTrue("\(actual.reason), not a time", at: range)
        guard unjudgeable.isEmpty, case .expression(let template, let place) = operand else { return unjudgeable }
        var problems: [OperandProblem] = []
        guard let value = template.known(in: scope, &problems) else { return problems }
        guard timestamp(of: value) == nil else { return [] }
        return [
            OperandProblem(
                .error(.wrongOperand, "\(value.serialized) is not \(timestampForms)", at: place), template)
        ]
    }
}

/// The time to compare with.
private enum TimeOperand: Sendable {
    case fixed(Timestamp)
    /// The time of the comparison, moved by a duration: `now + 15m`.
    case now(offset: Duration)
    case expression(ValueTemplate, at: SourceRange)

    func evaluate(in scope: some ExpressionScope) throws(EvaluationError) -> Timestamp {
        switch self {
        case .fixed(let time): return time
        case .now(let offset): return scope.now.advanced(by: offset)
        case .expression(let template, let range):
            let value = try template.evaluate(in: scope)
            guard let time = timestamp(of: value) else {
                throw EvaluationError(message: "\(value.serialized) is not \(timestampForms)", range: range)
            }
            return time
        }
    }
}

extension ExpectationOperator {
    static let before = timeOrder("before") { $0 < $1 }
    static let after = timeOrder("after") { $0 > $1 }

    private static func timeOrder(
        _ name: String, holds: @escaping @Sendable (Timestamp, Timestamp) -> Bool
    ) -> ExpectationOperator {
        ExpectationOperator(name: name, operand: .text, summary: "a time \(name) another, or \(name) `now + 15m`") {
            entry, _, context in
            guard let operand = context.timeOperand(entry) else { return nil }
            return TimeOrderMatcher(operand: operand, name: name, relation: name, holds: holds)
        }
    }
}

extension DecodingContext {
    fileprivate mutating func timeOperand(_ entry: YAMLEntry) -> TimeOperand? {
        if let text = entry.value.scalar?.text {
            if let offset = offsetFromNow(text) { return .now(offset: offset) }
            if text.contains("${{") { return .expression(openValue(entry.value), at: entry.value.range) }
            if let time = parseTimestamp(text) { return .fixed(time) }
        }
        return reject(
            .wrongOperand(
                entry, expected: "\(timestampForms), or now + 15m",
                help: entry.value.scalar.flatMap { closestTime(to: $0.text) }))
    }

    /// What to write instead of, for example, `now + 15 minutes`; nil if that is not clear.
    private func closestTime(to text: String) -> String? {
        let words = text.lowercased()
        guard words.hasPrefix("now"), let sign = words.first(where: { $0 == "+" || $0 == "-" }),
            let duration = words.split(separator: sign, maxSplits: 1).last.map(String.init),
            let advice = DurationText.closest(to: duration), advice.hasPrefix("write ")
        else { return nil }
        return "write now \(sign) \(advice.dropFirst("write ".count))"
    }

    private func offsetFromNow(_ text: String) -> Duration? {
        guard text.hasPrefix("now") else { return nil }
        let rest = text.dropFirst(3).filter { $0 != " " }
        guard let sign = rest.first else { return .zero }
        guard sign == "+" || sign == "-", let offset = parseDuration(String(rest.dropFirst())) else { return nil }
        return sign == "+" ? offset : .zero - offset
    }
}

/// The time in a value: a string that `parseTimestamp` reads, or an epoch number.
private func timestamp(of value: JSONValue) -> Timestamp? {
    switch value {
    case .string(let text): parseTimestamp(text)
    case .number(let number): number.int.flatMap { epochTimestamp(Int64($0)) }
    default: nil
    }
}
