import Expressions
import JSON
import Source
import YAML

extension DecodingContext {
    /// Reads `${{ … }}`, `true` or `false`.
    mutating func condition(_ entry: YAMLEntry) -> Condition? {
        guard let scalar = entry.value.scalar else {
            return reject(.wrongKind(entry, expected: "an expression that is true or false"))
        }
        let problems = diagnostics.count
        switch openValue(entry.value) {
        case .expression(let expression):
            for problem in expression.truthProblems(at: entry.value.range) { report(problem) }
            return Condition(expression: expression, range: entry.value.range)
        case .literal(.bool(let value)):
            return Condition(expression: .literal(.bool(value)), range: entry.value.range)
        default:
            if diagnostics.count == problems { report(.notACondition(scalar.text, at: entry.value.range)) }
            return nil
        }
    }
}

extension Diagnostic {
    fileprivate static func notACondition(_ text: String, at range: SourceRange) -> Diagnostic {
        let isOneLine = !text.isEmpty && !text.contains(where: \.isNewline) && text.count < 60
        let inner = text.contains(text: "${{") ? "…" : text
        return .error(
            .wrongType, "'when' takes one expression that is true or false", at: range,
            help: ["true", "false"].contains(text)
                ? "remove the quotes" : "write ${{ \(isOneLine ? inner : "…") }}")
    }
}
