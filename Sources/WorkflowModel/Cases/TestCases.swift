import Expressions
import Source

/// The cases of a workflow, in order. There can be a hundred thousand of them, so they are kept in a few pieces: all values one after
/// another, and the names of fields once.
package struct TestCases: RandomAccessCollection, Sendable {
    private struct Row {
        let number: Int32
        let shape: Int32
        let firstValue: Int32
        let line: Int32
        let column: Int32
        let endLine: Int32
        let endColumn: Int32
        var earlierAlike: Int32 = 0
    }

    private var rows: [Row] = []
    private var values: [ValueTemplate] = []
    private var shapes: [CaseShape] = []
    private var shapeOfNames: [[String]: Int32] = [:]
    /// The file in which the cases are written.
    package private(set) var file: SourceFile?

    package init() {}

    package var startIndex: Int { 0 }
    package var endIndex: Int { rows.count }

    package subscript(_ index: Int) -> TestCase {
        let row = rows[index]
        guard let file else { preconditionFailure("a case without a file") }
        let shape = shapes[Int(row.shape)]
        let first = Int(row.firstValue)
        return TestCase(
            number: Int(row.number), shape: shape, values: values[first..<first + shape.names.count],
            earlierAlike: Int(row.earlierAlike),
            range: SourceRange(
                file: file, start: SourcePosition(line: Int(row.line), column: Int(row.column)),
                end: SourcePosition(line: Int(row.endLine), column: Int(row.endColumn))))
    }

    /// Every name that a field of any case has.
    var fieldNames: Set<String> { Set(shapes.flatMap(\.names)) }

    /// Adds a case. All cases are in the same file. Without a number, it is the one after those before it.
    mutating func append(
        number: Int? = nil, names: [String], values: some Sequence<ValueTemplate>, at range: SourceRange
    ) {
        file = range.file
        rows.append(
            Row(
                number: Int32(number ?? rows.count + 1), shape: shape(names), firstValue: Int32(self.values.count),
                line: Int32(range.start.line),
                column: Int32(range.start.column), endLine: Int32(range.end.line), endColumn: Int32(range.end.column)))
        self.values += values
    }

    private mutating func shape(_ names: [String]) -> Int32 {
        if let last = shapes.last, last.names == names { return Int32(shapes.count - 1) }
        if let known = shapeOfNames[names] { return known }
        let new = Int32(shapes.count)
        shapes.append(CaseShape(names))
        shapeOfNames[names] = new
        return new
    }

    /// Numbers the cases that have no name and the same values.
    mutating func numberAlike() {
        var counts: [String: Int32] = [:]
        for index in indices {
            let testCase = self[index]
            guard testCase.name == nil else { continue }
            let values = testCase.identityOfValues
            rows[index].earlierAlike = counts[values, default: 0]
            counts[values, default: 0] += 1
        }
    }
}
