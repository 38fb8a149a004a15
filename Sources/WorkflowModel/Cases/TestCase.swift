import Expressions
import JSON
import Source

/// One row of `cases`: a workflow runs once for each.
package struct TestCase: Sendable {
    /// Among those of its workflow, from 1.
    package let number: Int
    /// What people call it: its `case_name`, else its number.
    package let title: String
    /// The fields, read as `case.NAME`.
    package let fields: [(name: String, value: ValueTemplate)]
    /// Where it is written; for a file of cases, in that file.
    package let range: SourceRange

    /// The field that names a case.
    static let nameField = "case_name"
}
