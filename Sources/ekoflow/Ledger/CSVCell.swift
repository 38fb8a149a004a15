import WorkflowReports

/// Cells of CSV (RFC 4180) that are safe to open in a spreadsheet.
enum CSVCell {
    /// What makes a cell a formula, also in its full-width form.
    private static let formulaSigns: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]

    /// The cell in quotes. A text that a spreadsheet would take for a formula begins with an apostrophe.
    static func text(of value: String) -> String {
        let line = LogText.line(value)
        let start = line.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\"" }
        let isFormula = start.map(formulaSigns.contains) ?? false
        return "\"\(isFormula ? "'" : "")\(line.replacing("\"", with: "\"\""))\""
    }
}
