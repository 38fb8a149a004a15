import Expressions
import JSON
import Source

extension ExpectationOperator {
    static let format = ExpectationOperator(
        name: "format", operand: .choice(TextFormat.all.map(\.name)),
        summary: "a string of this form: \(TextFormat.all.map(\.name).joined(separator: ", "))"
    ) { entry, _, context in
        context.choice(entry, of: TextFormat.all.map(\.name), others: formatsElsewhere).flatMap { name in
            TextFormat.all.first { $0.name == name }.map { FormatMatcher(format: $0) }
        }
    }

    private static let formatsElsewhere = [
        "phone": "mobile", "guid": "uuid", "datetime": "date_time", "timestamp": "date_time", "uri": "url",
        "number": "digits", "numeric": "digits", "hexadecimal": "hex", "token": "jwt",
    ]
}

private struct FormatMatcher: Matcher {
    let format: TextFormat

    var readsCharacters: Bool { format.readsCharacters }

    func mismatch(_ actual: ActualValue, in scope: some ExpressionScope) -> Mismatch? {
        if case .string(let text)? = actual.value {
            return format.fits(text) ? nil : Mismatch(expected: format.summary)
        }
        return Mismatch(
            expected: format.summary, help: actual.typeHint,
            isOfWrongType: true)
    }

    func problems(
        _ actual: KnownActual, at range: SourceRange, in scope: some ExpressionScope
    ) -> [OperandProblem] {
        actual.unjudgeable("format", needs: .string, at: range)
    }
}
