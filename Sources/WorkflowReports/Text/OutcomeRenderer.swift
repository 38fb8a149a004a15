import WorkflowEngine

/// Writes why a step did not pass, in the same words for the console and the reports.
struct OutcomeRenderer: Sendable {
    private static let maximumValueLength = 400

    let styler: TextStyler
    /// Removes secrets. It is applied before a text is cut, or a part of a secret could remain.
    let redact: @Sendable (String) -> String

    /// The problems of a step, each as a few lines without indentation; empty if it passed or was skipped.
    func problems(of outcome: StepOutcome) -> [[String]] {
        switch outcome {
        case .passed, .skipped: []
        case .failed(let failures): failures.map(lines)
        case .errored(let error): [lines(error)]
        }
    }

    /// A problem in one line: `http: expected 200, actual 403`.
    func headline(_ failure: ExpectationFailure) -> String {
        "\(failure.subject.text.withVisibleControls): expected \(shown(failure.expected)), actual \(shown(failure.actual))"
    }

    private func lines(_ failure: ExpectationFailure) -> [String] {
        let title = styler.apply(.red, .bold, to: "failure") + styler.apply(.bold, to: ": \(headline(failure))")
        let labels = [
            Excerpt.Label("expected \(shown(failure.expected))", .green),
            Excerpt.Label("actual   \(shown(failure.actual))", .red),
        ]
        let gutter = Excerpt.gutter(of: [failure.range])
        let excerpt = Excerpt(range: failure.range, labels: labels, caretStyle: .red).lines(styler, gutter: gutter)
        // Two different numbers can look the same once their middle digits are hidden.
        let looksSame = failure.expected != failure.actual && shown(failure.expected) == shown(failure.actual)
        let difference = looksSame ? "they differ in what is hidden or cut off; --show-recipients shows numbers" : nil
        return [title] + excerpt + help(failure.help, gutter: gutter) + help(difference, gutter: gutter)
    }

    private func lines(_ error: StepError) -> [String] {
        let title = styler.apply(.red, .bold, to: "error") + styler.apply(.bold, to: ": \(shown(error.message))")
        let gutter = Excerpt.gutter(of: error.range.map { [$0] } ?? [])
        let excerpt = error.range.map { Excerpt(range: $0, labels: [], caretStyle: .red).lines(styler, gutter: gutter) }
        return [title] + (excerpt ?? []) + help(error.help, gutter: gutter)
    }

    private func help(_ help: String?, gutter: Int) -> [String] {
        guard let help else { return [] }
        let sign = styler.apply(.blue, to: "\(String(repeating: " ", count: gutter)) =")
        return ["\(sign) \(styler.apply(.bold, to: "help:")) \(shown(help))"]
    }

    private func shown(_ text: String) -> String {
        redact(text).withVisibleControls.cut(to: Self.maximumValueLength)
    }
}
