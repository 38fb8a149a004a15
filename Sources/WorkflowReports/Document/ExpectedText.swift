import Source
import WorkflowModel

extension Expectation {
    /// What it expects, as the workflow says it: `0`, `matches: "^A"`. Empty if that is longer than a line.
    var expectedText: String {
        if let value = matcher.onlyValue { return String(value.serialized.unicodeScalars.prefix(Self.maximumLength)) }
        guard !isDefault, range.start.line == range.end.line else { return "" }
        let columns = range.start.column - 1..<range.end.column - 1
        let line = range.file.scalars(ofLine: range.start.line)
        guard columns.upperBound <= line.count, columns.count <= Self.maximumLength else { return "" }
        return String(String.UnicodeScalarView(line[columns]))
    }

    private static let maximumLength = 200
}
