import Times

/// Writes the differences between two runs for people.
package struct DifferenceText: Sendable {
    /// At most this many new or missing steps are listed. The rest is only counted.
    private static let maximumShown = 20

    private let styler: TextStyler

    package init(_ styler: TextStyler) {
        self.styler = styler
    }

    /// Ends with a line of counts.
    package func text(_ difference: DocumentDifference) -> String {
        var text = ""
        text += section("broke", .red, difference.broken) { verdict(of: $0.after) }
        text += section("fixed", .green, difference.fixed) { _ in "" }
        text += section("slower", .yellow, difference.slower) {
            "  \($0.before.duration.shortText) → \($0.after.duration.shortText)"
        }
        text += list(
            "new", difference.added.map { "\($0.suite) › \($0.testcase.name)\(verdict(of: $0.testcase))" })
        text += list("gone", difference.removed)
        let counts = [
            "\(difference.broken.count) broke", "\(difference.fixed.count) fixed",
            "\(difference.slower.count) slower",
            "\(difference.added.count) new", "\(difference.removed.count) gone",
        ]
        return text + styler.apply(.bold, to: counts.joined(separator: ", ")) + "\n"
    }

    /// Empty for a step that passed.
    private func verdict(of testcase: ReportTestcase) -> String {
        testcase.hasPassed ? "" : ": \(LogText.line(testcase.verdict.summary))"
    }

    private func list(_ title: String, _ lines: [String]) -> String {
        guard !lines.isEmpty else { return "" }
        let rest = lines.count - Self.maximumShown
        return styler.apply(.yellow, .bold, to: title) + "\n"
            + lines.prefix(Self.maximumShown).map { "  \(LogText.line($0))\n" }.joined()
            + (rest > 0 ? "  … and \(rest) more\n" : "") + "\n"
    }

    private func section(
        _ title: String, _ style: TextStyle, _ changes: [DocumentDifference.Change],
        _ detail: (DocumentDifference.Change) -> String
    ) -> String {
        guard !changes.isEmpty else { return "" }
        let lines = changes.map { change in
            "  \(LogText.line("\(change.suite) › \(change.after.name)"))\(detail(change))\n"
        }
        return styler.apply(style, .bold, to: title) + "\n" + lines.joined() + "\n"
    }
}
