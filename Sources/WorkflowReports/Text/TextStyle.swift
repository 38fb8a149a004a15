/// A style of text on a terminal.
package enum TextStyle: Sendable {
    case bold
    case dim
    case red
    case green
    case yellow
    case blue
}

/// Styles text and fits it to the width of a terminal. In a file or a pipe, it does neither.
package struct TextStyler: Sendable {
    private let isStyled: Bool
    /// In columns; nil if lines can have any length.
    private(set) var width: Int?

    package init(isStyled: Bool, width: Int? = nil) {
        self.isStyled = isStyled
        self.width = width.map { max(Self.minimumWidth, $0) }
    }

    /// Narrower terminals wrap lines themselves.
    private static let minimumWidth = 40

    package static let plain = TextStyler(isStyled: false)

    /// The styler for text that is indented by a number of columns.
    func indented(by columns: Int) -> TextStyler {
        var styler = self
        styler.width = width.map { $0 - columns }
        return styler
    }

    /// Applies the styles, if the output is styled.
    package func apply(_ styles: TextStyle..., to text: String) -> String {
        guard isStyled, !text.isEmpty else { return text }
        let codes = styles.map { style in
            switch style {
            case .bold: "1"
            case .dim: "2"
            case .red: "31"
            case .green: "32"
            case .yellow: "33"
            case .blue: "34"
            }
        }
        return "\u{1B}[\(codes.joined(separator: ";"))m\(text)\u{1B}[0m"
    }

    /// The lines of a text that starts at a column, and whose later lines are indented to that column.
    func wrapped(_ text: String, indent: Int) -> [String] {
        guard let width else { return [text] }
        return text.wrapped(to: max(20, width - indent))
    }

    /// The parts in one line, or in several if one would be wider than the terminal. The parts can be styled.
    func joined(_ parts: [String], separator: String) -> String {
        guard let width else { return parts.joined(separator: separator) }
        var text = ""
        var columns = 0
        for part in parts {
            let length = part.withoutStyles.displayWidth
            let isFirst = columns == 0
            let fits = columns + separator.displayWidth + length < width
            if !isFirst { text += fits ? separator : separator.trimmingEnd + "\n  " }
            columns = isFirst ? length : fits ? columns + separator.displayWidth + length : length + 2
            text += part
        }
        return text
    }

    /// The sign before a step.
    func sign(of verdict: ReportTestcase.Verdict) -> String {
        switch verdict {
        case .passed: apply(.green, to: "✓")
        case .failure: apply(.red, to: "✗")
        case .error: apply(.red, to: "!")
        case .skipped: apply(.yellow, to: "-")
        }
    }
}

extension String {
    /// Without the codes that `TextStyler` adds.
    fileprivate var withoutStyles: String {
        var result = ""
        var isCode = false
        for scalar in unicodeScalars {
            if scalar == "\u{1B}" { isCode = true }
            if !isCode { result.unicodeScalars.append(scalar) }
            if isCode, scalar == "m" { isCode = false }
        }
        return result
    }

    fileprivate var trimmingEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
