/// Draws problems as compilers do: a headline, the wrong line with carets, and help.
package struct ProblemRenderer: Sendable {
    private let styler: TextStyler

    package init(_ styler: TextStyler) {
        self.styler = styler
    }

    /// At most this many are shown; fix these first.
    static let maximumCount = 50
    /// In characters. The whole headline is the message in reports.
    private static let maximumTitleLength = 900
    private static let maximumColumn = 1_000

    /// The problems, with an empty line between them, and a line break at the end. Of a lazy collection, only those are
    /// made that are shown.
    package func render(_ problems: some Collection<Problem>) -> String {
        let shown = problems.prefix(Self.maximumCount).map { lines(of: $0).joined(separator: "\n") + "\n" }
        let rest = problems.count - Self.maximumCount
        return shown.joined(separator: "\n") + (rest > 0 ? "\n… and \(rest) more\n" : "")
    }

    /// All of the problems, with an empty line between them.
    func text(_ problems: [Problem]) -> String {
        problems.map { lines(of: $0).joined(separator: "\n") }.joined(separator: "\n\n")
    }

    /// The lines of a problem, without indentation.
    func lines(of problem: Problem) -> [String] {
        let style: TextStyle = problem.kind == .warning ? .yellow : .red
        let gutter = problem.parts.compactMap(\.line).map { String($0).count }.max() ?? 1
        let kind = problem.kind.rawValue + (problem.id.map { "[\(LogText.line($0))]" } ?? "")
        let title = titleLines(kind, LogText.line(problem.headline.cut(to: Self.maximumTitleLength)), style)
        var isFirst = true
        return title
            + problem.parts.flatMap { part -> [String] in
                switch part {
                case .excerpt(let excerpt):
                    // Only the first excerpt shows what is wrong; the others belong to notes.
                    defer { isFirst = false }
                    return lines(of: excerpt, isFirst ? style : .blue, gutter: gutter)
                case .place(let place): return [arrow(to: place, gutter: gutter)]
                case .help(let text): return remark("help", text, gutter: gutter)
                case .note(let text):
                    isFirst = false
                    return remark("note", text, gutter: gutter)
                case .lines(let text): return [LogText.lines(text)]
                }
            }
    }

    private func titleLines(_ kind: String, _ headline: String, _ style: TextStyle) -> [String] {
        let lines = styler.wrapped("\(kind): \(headline)", indent: 2)
        // A narrow terminal can break the line before the headline, but never within the kind.
        let first = lines[0].dropFirst(kind.count)
        return [styler.apply(style, .bold, to: kind) + styler.apply(.bold, to: String(first))]
            + lines.dropFirst().map { "  " + styler.apply(.bold, to: $0) }
    }

    /// The lines from the arrow with the place to the last label. `gutter` is the width of the line numbers.
    private func lines(of excerpt: Excerpt, _ style: TextStyle, gutter: Int) -> [String] {
        let bar = styler.apply(.blue, to: "\(spaces(gutter)) |")
        let number = String(excerpt.place.line)
        // The bar and a space stand before the text.
        let columns = styler.width.map { $0 - gutter - 3 }
        let excerpt = columns.map(excerpt.fitted) ?? excerpt
        // A report that somebody else wrote can say anything.
        let start = min(excerpt.start, Self.maximumColumn)
        let width = max(1, min(excerpt.width, Self.maximumColumn))
        let carets = styler.apply(style, .bold, to: String(repeating: "^", count: width))
        let texts = excerpt.labels.map { LogText.line($0.text) }
        let fits =
            columns.map { columns in texts.allSatisfy { start + width + 1 + $0.displayWidth <= columns } } ?? true
        func styled(_ index: Int, _ text: String) -> String {
            styler.apply(excerpt.labels[index].role == .expected ? .green : style, to: text)
        }
        let labels: [String] =
            fits
            ? texts.indices.map { styled($0, texts[$0]) }
            : texts.indices.flatMap { index in
                styler.wrapped(texts[index], indent: gutter + 3).map { styled(index, $0) }
            }
        let beside = fits ? labels.first.map { " \($0)" } ?? "" : ""
        let below = fits ? labels.dropFirst().map { "\(spaces(start + width + 1))\($0)" } : labels
        return [
            arrow(to: excerpt.place, gutter: gutter), bar,
            "\(styler.apply(.blue, to: "\(spaces(gutter - number.count))\(number) |")) \(LogText.line(excerpt.text))",
            "\(bar) \(spaces(start))\(carets)\(beside)",
        ] + below.map { "\(bar) \($0)" }
    }

    /// The line that names a place: `  --> workflows/send.yml:17:7`.
    private func arrow(to place: Place, gutter: Int) -> String {
        styler.apply(.blue, to: "\(spaces(gutter))--> ") + "\(LogText.line(place.file)):\(place.line):\(place.column)"
    }

    private func remark(_ kind: String, _ text: String, gutter: Int) -> [String] {
        let indent = gutter + 3
        let lines = styler.wrapped("\(kind): \(LogText.line(text))", indent: indent)
        let first = lines[0].dropFirst(kind.count + 1)
        return ["\(styler.apply(.blue, to: "\(spaces(gutter)) =")) \(styler.apply(.bold, to: "\(kind):"))\(first)"]
            + lines.dropFirst().map { spaces(indent) + $0 }
    }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension Problem.Part {
    /// The number of the line that it shows.
    fileprivate var line: Int? {
        switch self {
        case .excerpt(let excerpt): excerpt.place.line
        case .place(let place): place.line
        case .help, .note, .lines: nil
        }
    }
}
