import Source

/// Shows a source line with carets under the affected part, in the style of compilers.
struct Excerpt {
    /// A message beside the carets. Further labels go below it, each on its own line.
    struct Label {
        let text: String
        let style: TextStyle

        init(_ text: String, _ style: TextStyle) {
            self.text = text
            self.style = style
        }
    }

    private static let maximumWidth = 120

    let range: SourceRange
    let labels: [Label]
    let caretStyle: TextStyle

    /// The lines, from the arrow with the location to the last label. `gutter` is the width of the line numbers.
    func lines(_ styler: TextStyler, gutter: Int) -> [String] {
        let space = String(repeating: " ", count: gutter)
        let bar = styler.apply(.blue, to: "\(space) |")
        let number = String(range.start.line)
        let padding = String(repeating: " ", count: gutter - number.count)
        let (text, start, width) = visiblePart()
        let indent = String(repeating: " ", count: start)
        let carets = styler.apply(caretStyle, .bold, to: String(repeating: "^", count: width))
        let first = labels.first.map { " " + styler.apply($0.style, to: $0.text) } ?? ""
        let rest = labels.dropFirst().map { label in
            "\(bar) \(indent)\(String(repeating: " ", count: width)) \(styler.apply(label.style, to: label.text))"
        }
        return [
            Excerpt.arrow(to: range, styler, gutter: gutter), bar,
            "\(styler.apply(.blue, to: "\(padding)\(number) |")) \(text)", "\(bar) \(indent)\(carets)\(first)",
        ] + rest
    }

    /// The line with a location: `  --> workflows/send.yml:17:7`.
    static func arrow(to range: SourceRange, _ styler: TextStyler, gutter: Int) -> String {
        let place = "\(range.file.path.withVisibleControls):\(range.start.line):\(range.start.column)"
        return styler.apply(.blue, to: "\(String(repeating: " ", count: gutter))--> ") + place
    }

    /// The width of the largest line number.
    static func gutter(of ranges: [SourceRange]) -> Int {
        ranges.map { String($0.start.line).count }.max() ?? 1
    }

    /// The shown part of the line, and the columns of its carets. A long line is cut around the affected part.
    private func visiblePart() -> (text: String, start: Int, width: Int) {
        let scalars = Array(range.file.line(range.start.line).unicodeScalars)
        let start = min(range.start.column - 1, scalars.count)
        let end = range.end.line == range.start.line ? min(range.end.column - 1, scalars.count) : scalars.count
        // Offsets in scalars: the affected part and the text before it, within the width.
        let from = start > Self.maximumWidth - 40 ? start - 20 : 0
        let to = min(scalars.count, from + Self.maximumWidth)
        func shown(_ part: Range<Int>) -> String {
            guard !part.isEmpty else { return "" }
            return String(String.UnicodeScalarView(scalars[part])).replacing("\t", with: "    ").withVisibleControls
        }
        let ellipsis = from > 0 ? "…" : ""
        let before = ellipsis + shown(from..<start)
        let blamed = shown(start..<max(start, min(end, to)))
        let after = shown(max(start, min(end, to))..<to) + (to < scalars.count ? "…" : "")
        let trimmed = (before + blamed + after).trimmingTrailingSpace
        return (trimmed, before.displayWidth, max(1, blamed.trimmingTrailingSpace.displayWidth))
    }
}

extension String {
    fileprivate var trimmingTrailingSpace: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
