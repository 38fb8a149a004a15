/// A problem, without secrets: a diagnostic of a file, a false expectation, or an error of a step.
package struct Problem: Sendable, Equatable {
    package enum Kind: String, CaseIterable, Sendable {
        case failure
        case error
        case warning
    }

    /// What is drawn below the headline, in order.
    package enum Part: Sendable, Equatable {
        case excerpt(Excerpt)
        /// A place whose line is not shown.
        case place(Place)
        case help(String)
        case note(String)
        /// Lines of a report by another version of the program.
        case lines(String)
    }

    package var kind: Kind
    /// The id of a diagnostic, for example `unknown_key`; nil for a problem of a step.
    var id: String?
    /// One line: `http: expected 200, actual 403`.
    package var headline: String
    package var parts: [Part]

    package init(_ kind: Kind, id: String? = nil, _ headline: String, parts: [Part] = []) {
        self.kind = kind
        self.id = id
        self.headline = headline
        self.parts = parts
    }
}

/// A line and column of a file, both from 1.
package struct Place: Sendable, Equatable {
    package var file = ""
    package var line = 0
    package var column = 0
}

extension ReportTestcase.Verdict {
    /// One line: the first problem, and how many more there are.
    package var message: String {
        switch self {
        case .passed: ""
        case .failure(let problems):
            (problems.first?.headline ?? "") + (problems.count > 1 ? " (and \(problems.count - 1) more)" : "")
        case .error(_, let problems): problems.first?.headline ?? ""
        case .skipped(let reason): reason
        }
    }

    /// The message; of a skipped step, it says so.
    var summary: String { if case .skipped(let reason) = self { "skipped: \(reason)" } else { message } }

    /// All problems as plain text, with an empty line between them.
    package var body: String { ProblemRenderer(.plain).text(problems) }
}
