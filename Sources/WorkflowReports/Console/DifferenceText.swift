import WorkflowModel

/// Writes what changed between two runs, for people.
package struct DifferenceText: Sendable {
    /// Of those that are gone, more are only counted.
    private static let maximumRemoved = 20

    private let styler: TextStyler

    package init(_ styler: TextStyler) {
        self.styler = styler
    }

    package func text(_ difference: DocumentDifference) -> String {
        var text = ""
        text += section("broke", .red, difference.broken) { change in
            switch change.after.verdict {
            case .passed: ""
            case .failure(let message, _), .error(_, let message, _): ": \(message)"
            case .skipped(let reason): ": skipped: \(reason)"
            }
        }
        text += section("mended", .green, difference.mended) { _ in "" }
        text += section("slower", .yellow, difference.slower) {
            "  \($0.before.duration.shortText) → \($0.after.duration.shortText)"
        }
        if !difference.removed.isEmpty {
            let shown = difference.removed.prefix(Self.maximumRemoved).map { "  \($0.withVisibleControls)\n" }.joined()
            let rest = difference.removed.count - Self.maximumRemoved
            text +=
                styler.apply(.yellow, .bold, to: "gone") + "\n" + shown + (rest > 0 ? "  … and \(rest) more\n" : "")
                + "\n"
        }
        let counts = [
            "\(difference.broken.count) broke", "\(difference.mended.count) mended",
            "\(difference.slower.count) slower",
            "\(difference.added) new", "\(difference.removed.count) gone",
        ]
        return text + styler.apply(.bold, to: counts.joined(separator: ", ")) + "\n"
    }

    private func section(
        _ title: String, _ style: TextStyle, _ changes: [DocumentDifference.Change],
        _ detail: (DocumentDifference.Change) -> String
    ) -> String {
        guard !changes.isEmpty else { return "" }
        let lines = changes.map { change in
            "  \(change.suite.withVisibleControls) › \(change.after.name.withVisibleControls)\(detail(change))\n"
        }
        return styler.apply(style, .bold, to: title) + "\n" + lines.joined() + "\n"
    }
}
