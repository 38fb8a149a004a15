import Source
import YAML

extension DecodingContext {
    /// Warns if no case has a name, and a field that nothing reads looks like one. All expressions must have been read.
    mutating func warnOfUnnamed(_ cases: TestCases, in entry: YAMLEntry) {
        let fields = cases.fieldNames
        guard !cases.isEmpty, !fields.contains(TestCase.nameField) else { return }
        let looksLikeName = fields.sorted().first { field in
            let plain = field.lowercased().filter { $0 != "_" && $0 != "-" }
            return ["casename", "name", "title", "testname"].contains(plain) && names.referencedCaseFields[field] == nil
        }
        guard let field = looksLikeName else { return }
        report(
            .warning(
                .unknownKey, "the field '\(field)' does not name the cases, so reports call them 'case 1', 'case 2'",
                at: entry.key.range, help: "call the field \(TestCase.nameField)"))
    }
}
