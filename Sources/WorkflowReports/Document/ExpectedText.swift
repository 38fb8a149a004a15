import Source
import WorkflowModel

extension Expectation {
    /// What it expects, as the workflow says it: `0`, `matches: "^A"`. Empty if that is longer than a line.
    var expectedText: String {
        if let value = matcher.onlyValue { return String(value.serialized.unicodeScalars.prefix(Self.maximumLength)) }
        if isDefault { return defaultValueText }
        guard range.start.line == range.end.line else { return "" }
        let columns = range.start.column - 1..<range.end.column - 1
        let line = range.file.scalars(ofLine: range.start.line)
        guard columns.upperBound <= line.count, columns.count <= Self.maximumLength else { return "" }
        let text = String(String.UnicodeScalarView(line[columns]))
        return Self.operatorName(before: line[..<columns.lowerBound]).map { "\($0): \(text)" } ?? text
    }

    /// The operator whose value starts there; nil if there is none, for example at a plain value.
    private static func operatorName(before text: ArraySlice<Unicode.Scalar>) -> String? {
        var key = text
        while key.last == " " { key.removeLast() }
        guard key.popLast() == ":" else { return nil }
        let start = key.lastIndex { $0 == " " || $0 == "{" || $0 == "," }.map { $0 + 1 } ?? key.startIndex
        let name = String(String.UnicodeScalarView(key[start...]))
        return ExpectationOperator.all.contains { $0.name == name } ? name : nil
    }

    private static let maximumLength = 200
}
