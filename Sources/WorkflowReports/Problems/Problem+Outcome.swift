import WorkflowEngine

/// What is wrong with a step that did not pass. `redact` removes secrets from a string, before the string is cut.
extension Problem {
    /// For an expected or actual value and for help, in characters.
    private static let maximumValueLength = 400
    /// For the message of an error, which can have the start of a response in it.
    private static let maximumMessageLength = 4_000

    /// `showsLine` is false for a failure after many others: each excerpt takes as long as its line, which can be the
    /// whole file.
    init(_ failure: ExpectationFailure, showsLine: Bool = true, redact: (String) -> String) {
        func shown(_ text: String) -> String { Self.shown(text, redact) }
        let (expected, actual) = (shown(failure.expected), shown(failure.actual))
        let labels = [
            Excerpt.Label(role: .expected, text: "expected \(expected)"),
            Excerpt.Label(role: .actual, text: "actual   \(actual)"),
        ]
        var parts: [Part] = [
            showsLine
                ? .excerpt(Excerpt(failure.range, labels: labels, redact: redact))
                : .place(Place(failure.range, redact: redact))
        ]
        if let help = failure.help { parts.append(.help(shown(help))) }
        // Two different numbers can have the same mask.
        if failure.expected != failure.actual, expected == actual {
            parts.append(.help("they differ in what is hidden or cut off; --show-recipients shows numbers"))
        }
        self.init(
            .failure,
            "\(redact(failure.subject.text).withVisibleControls): expected \(expected), actual \(actual)",
            parts: parts)
    }

    init(_ error: StepError, redact: (String) -> String) {
        var parts: [Part] = []
        if let range = error.range {
            parts.append(.excerpt(Excerpt(range, redact: redact)))
        }
        if let help = error.help { parts.append(.help(Self.shown(help, redact))) }
        self.init(.error, Self.shown(error.message, redact, maximum: Self.maximumMessageLength), parts: parts)
    }

    private static func shown(
        _ text: String, _ redact: (String) -> String, maximum: Int = maximumValueLength
    ) -> String {
        // A part of a secret at the end is found too, but for its last characters, which the second cut takes away.
        redact(text.cut(to: maximum * 4)).withVisibleControls.cut(to: maximum)
    }
}
