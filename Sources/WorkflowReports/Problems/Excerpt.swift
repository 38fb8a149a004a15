import Source

/// A line of a file with a problem. Carets mark the wrong part, with labels beside them.
package struct Excerpt: Sendable, Equatable {
    package struct Label: Sendable, Equatable {
        package enum Role: String, CaseIterable, Sendable {
            case expected
            case actual
            case help
        }

        var role = Role.help
        var text = ""
    }

    private static let maximumWidth = 120

    var place = Place()
    /// The line without secrets. A long line is cut to the part around the carets.
    var text = ""
    /// How many terminal columns are before the carets, and how many the carets take.
    var start = 0
    var width = 1
    var labels: [Label] = []
}

extension Excerpt {
    /// `redact` removes secrets from the line before it is cut to its width, because a part of a secret cannot be found.
    init(_ range: SourceRange, labels: [Label] = [], redact: (String) -> String) {
        self.init(place: Place(range, redact: redact), labels: labels)
        // The columns count what will be drawn.
        func drawn(_ text: String) -> String { CICommands.neutralize(redact(text)) }
        let whole = range.file.scalars(ofLine: range.start.line)
        let window = SourceRange.window(of: whole, around: min(range.start.column - 1, whole.count))
        let raw = Array(whole[window])
        func place(_ column: Int) -> Int { max(0, min(column - 1 - window.lowerBound, raw.count)) }
        var start = place(range.start.column)
        var end = range.end.line == range.start.line ? place(range.end.column) : raw.count
        var scalars = raw
        let line = String(String.UnicodeScalarView(raw))
        let redacted = drawn(line)
        if redacted != line {
            func length(_ count: Int) -> Int {
                drawn(String(String.UnicodeScalarView(raw[..<count]))).unicodeScalars.count
            }
            scalars = Array(redacted.unicodeScalars)
            // If a secret starts before the wrong part or ends after it, the carets move to the line's start or end.
            (start, end) = (min(length(start), scalars.count), min(length(max(start, end)), scalars.count))
        }
        // The shown part of the line: the wrong part and the text before it, within the width.
        let from = start > Self.maximumWidth - 40 ? start - 20 : 0
        let to = min(scalars.count, from + Self.maximumWidth)
        func shown(_ part: Range<Int>) -> String {
            guard !part.isEmpty else { return "" }
            return String(String.UnicodeScalarView(scalars[part])).replacing("\t", with: "    ").withVisibleControls
        }
        let blamedEnd = max(start, min(end, to))
        let before = (from > 0 || window.lowerBound > 0 ? "…" : "") + shown(from..<start)
        let blamed = shown(start..<blamedEnd)
        let after = shown(blamedEnd..<to) + (to < scalars.count || window.upperBound < whole.count ? "…" : "")
        text = (before + blamed + after).trimmingTrailingSpace
        self.start = before.displayWidth
        width = max(1, blamed.trimmingTrailingSpace.displayWidth)
    }
}

extension Excerpt {
    /// The excerpt with a text of at most `columns` columns, cut around the carets.
    func fitted(_ columns: Int) -> Excerpt {
        guard text.displayWidth > columns else { return self }
        var fitted = self
        let scalars = Array(text.unicodeScalars)
        // A third of the line stands before the carets.
        var dropped = 0
        var cut = 0
        if start + min(width, columns / 2) > columns {
            while dropped < scalars.count, start - cut > columns / 3 {
                cut += String(scalars[dropped]).displayWidth
                dropped += 1
            }
        }
        let rest = String(String.UnicodeScalarView(scalars[dropped...]))
        let mark = dropped > 0 ? "…" : ""
        let shown = mark + rest
        fitted.start = start - cut + mark.displayWidth
        fitted.text = shown.displayWidth > columns ? shown.start(ofWidth: columns - 1) + "…" : shown
        fitted.width = max(1, min(width, columns - fitted.start))
        return fitted
    }
}

extension Place {
    init(_ range: SourceRange, redact: (String) -> String) {
        self.init(
            file: redact(range.file.path).withVisibleControls, line: range.start.line, column: range.start.column)
    }
}

extension String {
    fileprivate var trimmingTrailingSpace: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
