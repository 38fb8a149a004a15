import Expressions
import JSON
import Source

/// One row of `cases`. The workflow runs once for each row.
package struct TestCase: Sendable {
    /// Its position in the workflow's cases, from 1.
    package let number: Int
    /// The name in reports: the `case_name`, or `case 3` if there is none.
    package let title: String
    private let isNamed: Bool
    /// How many cases before it have no name and the same values.
    private var earlierAlike = 0
    /// The fields, which expressions read as `case.NAME`.
    package let fields: [(name: String, value: ValueTemplate)]
    /// Where the row is written: in the workflow, or in the file of cases.
    package let range: SourceRange

    /// The field that names a case.
    static let nameField = "case_name"

    init(number: Int, fields: [(name: String, value: ValueTemplate)], range: SourceRange) {
        let name = fields.first { $0.name == Self.nameField }?.value.literal?.writtenOut ?? ""
        title = name.isEmpty ? "case \(number)" : name
        isNamed = !name.isEmpty
        self.number = number
        self.fields = fields
        self.range = range
    }

    /// What stays the same if rows are added to the file: its name, or its values if it has none.
    package var identity: String {
        guard !isNamed else { return title }
        return "\(values)\u{1F}\(earlierAlike)"
    }

    private var values: String {
        fields.map { "\($0.name)=\($0.value.literal?.serialized ?? "")" }.joined(separator: "\u{1F}")
    }

    /// Numbers the cases that have no name and the same values.
    static func numberAlike(_ cases: inout [TestCase]) {
        var counts: [String: Int] = [:]
        for index in cases.indices where !cases[index].isNamed {
            let values = cases[index].values
            cases[index].earlierAlike = counts[values, default: 0]
            counts[values, default: 0] += 1
        }
    }
}
