import Expressions
import JSON
import Source

/// One row of `cases`. The workflow runs once for each row.
package struct TestCase: Sendable {
    /// Its position in the workflow's cases, from 1.
    package let number: Int
    /// The name in reports: the `case_name`, or `case 3` if there is none.
    package let title: String
    /// The fields, which expressions read as `case.NAME`.
    package let fields: [(name: String, value: ValueTemplate)]
    /// Where the row is written: in the workflow, or in the file of cases.
    package let range: SourceRange

    /// The field that names a case.
    static let nameField = "case_name"

    init(number: Int, fields: [(name: String, value: ValueTemplate)], range: SourceRange) {
        let name = fields.first { $0.name == Self.nameField }?.value.literal?.writtenOut ?? ""
        title = name.isEmpty ? "case \(number)" : name
        self.number = number
        self.fields = fields
        self.range = range
    }
}
