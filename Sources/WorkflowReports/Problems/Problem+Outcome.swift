import WorkflowEngine

/// What is wrong with a step that did not pass. `redact` removes secrets from a string, before the string is cut.
extension Problem {
    /// For an expected or actual value and for help, in characters.
    private static let maximumValueLength = 400
    /// For the message of an error, which can have the start of a response in it.
    private static let maximumMessageLength = 4_000

    /// The problems of a step. What only follows from another failure is named below that one, and has no problem of its own.
    static func all(_ failures: [ExpectationFailure], redact: (String) -> String) -> [Problem] {
        let causes = failures.filter { !$0.isConsequence }
        var problems = causes.enumerated().map { index, failure in
            Problem(failure, showsLine: index < ProblemRenderer.maximumCount, redact: redact)
        }
        let consequences = failures.filter(\.isConsequence).map { shown($0.subject.text, redact) }
        let root = causes.firstIndex { $0.subject.isHTTP } ?? causes.firstIndex { $0.subject.tellsOutcome }
        if let root, !consequences.isEmpty {
            let rest = consequences.count - maximumNamed
            let names =
                consequences.prefix(maximumNamed).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
            problems[root].parts.append(.note("because of this, also false: \(names)"))
        }
        return problems
    }

    /// How many consequences are named.
    private static let maximumNamed = 8

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
                ? .excerpt(Excerpt(failure.range, labels: labels, redact: { redact($0.hidingSecretsInYAML) }))
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
            parts.append(.excerpt(Excerpt(range, redact: { redact($0.hidingSecretsInYAML) })))
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
