import Source

/// Writes diagnostics in the style of compilers. `ekoflow explain ID` explains the ID in brackets.
package struct DiagnosticRenderer: Sendable {
    private let styler: TextStyler
    private let masksNumbers: Bool

    /// `masksNumbers` also hides mobile numbers in source lines, because a log is shared more widely than the file.
    package init(_ styler: TextStyler, masksNumbers: Bool = true) {
        self.styler = styler
        self.masksNumbers = masksNumbers
    }

    /// At most this many are shown; fix these first.
    private static let maximumCount = 50

    /// Separates diagnostics by an empty line.
    package func render(_ diagnostics: [Diagnostic]) -> String {
        let shown = diagnostics.prefix(Self.maximumCount).map { render($0) }.joined(separator: "\n")
        let rest = diagnostics.count - Self.maximumCount
        return rest > 0 ? "\(shown)\n… and \(rest) more\n" : shown
    }

    /// Ends with a line break.
    package func render(_ diagnostic: Diagnostic) -> String {
        let places = ([diagnostic.range] + diagnostic.notes.map(\.range)).compactMap(\.self)
        let showsCredential = places.contains { $0.file.line($0.start.line).holdsLiteralCredential }
        return text(of: showsCredential ? diagnostic.hidingSource : diagnostic)
    }

    private func text(of diagnostic: Diagnostic) -> String {
        let style: TextStyle = diagnostic.severity == .error ? .red : .yellow
        let message = diagnostic.message.withVisibleControls
        var lines = [
            styler.apply(style, .bold, to: "\(diagnostic.severity.rawValue)[\(diagnostic.id.rawValue)]")
                + styler.apply(.bold, to: ": \(message)")
        ]
        let gutter = Excerpt.gutter(of: ([diagnostic.range] + diagnostic.notes.map(\.range)).compactMap(\.self))
        let label = diagnostic.help.map { Excerpt.Label($0.withVisibleControls, style) }
        if let range = diagnostic.range, !diagnostic.hidesSource {
            lines += Excerpt(range: range, labels: label.map { [$0] } ?? [], caretStyle: style).lines(
                styler, gutter: gutter)
        } else {
            if let range = diagnostic.range { lines.append(Excerpt.arrow(to: range, styler, gutter: gutter)) }
            if let help = diagnostic.help { lines.append(note("help", help, gutter: gutter)) }
        }
        for item in diagnostic.notes {
            lines.append(note("note", item.message, gutter: gutter))
            if let range = item.range, diagnostic.hidesSource {
                lines.append(Excerpt.arrow(to: range, styler, gutter: gutter))
            } else if let range = item.range {
                lines += Excerpt(range: range, labels: [], caretStyle: .blue).lines(styler, gutter: gutter)
            }
        }
        let text = CICommands.neutralize(lines.joined(separator: "\n") + "\n")
        return masksNumbers ? NumberMask.mask(text) : text
    }

    private func note(_ kind: String, _ text: String, gutter: Int) -> String {
        let sign = styler.apply(.blue, to: "\(String(repeating: " ", count: gutter)) =")
        return "\(sign) \(styler.apply(.bold, to: "\(kind):")) \(text.withVisibleControls)"
    }
}
