/// A style of text on a terminal.
package enum TextStyle: Sendable {
    case bold
    case dim
    case red
    case green
    case yellow
    case blue
}

/// Applies styles on a terminal, but not in a file or a pipe.
package struct TextStyler: Sendable {
    private let isStyled: Bool

    package init(isStyled: Bool) {
        self.isStyled = isStyled
    }

    package static let plain = TextStyler(isStyled: false)

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
