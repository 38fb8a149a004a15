import Expressions
import Source

/// One row of a workflow's cases: the workflow runs once with its fields.
package struct TestCase: Sendable {
    /// Its position in the workflow's cases, from 1.
    package let number: Int
    private let shape: CaseShape
    private let values: ArraySlice<ValueTemplate>
    /// How many cases before it have no name and the same values.
    private let earlierAlike: Int
    /// Where the row is written: in the workflow, or in the file of cases.
    package let range: SourceRange

    /// The field that names a case.
    static let nameField = "case_name"

    init(number: Int, shape: CaseShape, values: ArraySlice<ValueTemplate>, earlierAlike: Int, range: SourceRange) {
        self.number = number
        self.shape = shape
        self.values = values
        self.earlierAlike = earlierAlike
        self.range = range
    }

    /// The fields, which expressions read as `case.NAME`.
    package var fields: Zip2Sequence<[String], ArraySlice<ValueTemplate>> { zip(shape.names, values) }

    package var fieldNames: [String] { shape.names }

    /// The name in reports: the `case_name`, or `case 3` if there is none.
    package var title: String { name ?? "case \(number)" }

    /// The `case_name`; nil if there is none, or it is empty.
    var name: String? {
        guard let place = shape.placeOfName, let value = values[values.startIndex + place].literal, value != .null
        else { return nil }
        let name = value.writtenOut
        return name.isEmpty ? nil : name
    }

    /// What stays the same if rows are added to the file: its name, or its values if it has none.
    package var identity: String { name ?? "\(identityOfValues)\u{1F}\(earlierAlike)" }

    /// Expressions count as they are written: their values can differ in each start.
    var identityOfValues: String {
        fields.map { "\($0)=\($1.text)" }.joined(separator: "\u{1F}")
    }
}

/// The fields that cases have; all rows of a CSV file have the same.
struct CaseShape: Sendable {
    let names: [String]
    /// Where the field is that names the case.
    let placeOfName: Int?

    init(_ names: [String]) {
        self.names = names
        placeOfName = names.firstIndex(of: TestCase.nameField)
    }
}
