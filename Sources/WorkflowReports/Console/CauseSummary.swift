import WorkflowEngine

/// What did not pass in a run, grouped by cause: shown at its end, where a long run's lines have scrolled away.
package struct CauseSummary: Sendable {
    private static let maximumShown = 20
    /// Of a run with more causes than this, the others are only counted.
    private static let maximumKept = 2_000

    private struct Cause {
        let verdict: ReportTestcase.Verdict
        let headline: String
        let place: String
        let step: String
        var count = 1
    }

    /// What makes two problems one cause.
    private enum Key: Hashable {
        /// The API or the server refused: the same wherever it is.
        case refusal(String)
        case error(String)
        /// Another expectation: the same line of a workflow, with whatever values.
        case expectation(file: String, line: Int, subject: String)
    }

    private var causes: [Cause] = []
    private var indices: [Key: Int] = [:]
    /// The steps whose causes are not kept.
    private var others = 0

    package init() {}

    /// Counts a step that did not pass; others are ignored.
    package mutating func add(_ testcase: ReportTestcase, of suite: String) {
        guard testcase.verdict.isProblem else { return }
        let key = Self.key(of: testcase)
        if let index = indices[key] {
            causes[index].count += 1
        } else if causes.count < Self.maximumKept {
            indices[key] = causes.count
            causes.append(
                Cause(
                    verdict: testcase.verdict, headline: Self.headline(of: testcase),
                    place: "\(testcase.file):\(testcase.line)", step: "\(suite) › \(testcase.name)"))
        } else {
            others += 1
        }
    }

    /// Empty if all steps passed. The most frequent cause is first. `command` shows all steps that did not pass; nil if there
    /// is none.
    package func text(_ styler: TextStyler, command: String? = "ekoflow report show") -> String {
        guard !causes.isEmpty else { return "" }
        var text = "\n\(styler.apply(.bold, to: "Did not pass:"))\n"
        let sorted = causes.enumerated()
            .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
        for cause in sorted.prefix(Self.maximumShown) { text += self.text(of: cause, styler) }
        let rest = sorted.dropFirst(Self.maximumShown).reduce(others) { $0 + $1.count }
        if rest > 0 { text += "  … and \(plural(rest, "step")) with other causes\n" }
        let isComplete = rest == 0 && causes.allSatisfy { $0.count == 1 }
        return text + (isComplete ? "" : command.map { "  all of them: \($0)\n" } ?? "")
    }

    private func text(of cause: Cause, _ styler: TextStyler) -> String {
        let sign = styler.sign(of: cause.verdict)
        let count = cause.count == 1 ? "" : "\(cause.count) steps: "
        let more = cause.count == 1 ? "" : " and \(cause.count - 1) more"
        let headline = styler.wrapped("\(count)\(LogText.line(cause.headline))", indent: 4)
        let place = styler.wrapped("\(LogText.line(cause.place))  \(LogText.line(cause.step))\(more)", indent: 6)
        return "  \(sign) \(headline.joined(separator: "\n    "))\n"
            + "      \(place.map { styler.apply(.dim, to: $0) }.joined(separator: "\n      "))\n"
    }

    /// The first problem. Of a refusal, also what the API or the sandbox says of it.
    private static func headline(of testcase: ReportTestcase) -> String {
        guard let problem = testcase.verdict.problems.first else { return "" }
        let remarks = problem.parts.compactMap { if case .help(let text) = $0 { text } else { nil } }
        let says = remarks.first.map { $0.prefix { $0 != ";" } }
        guard let says, says.hasPrefix("the API says") || says.hasPrefix("the sandbox says"), says.utf8.count < 200
        else {
            return problem.headline
        }
        return "\(problem.headline) · \(says)"
    }

    private static func key(of testcase: ReportTestcase) -> Key {
        guard let first = testcase.verdict.problems.first else { return .error("") }
        guard case .failure = testcase.verdict, let cause = testcase.failures.first(where: { !$0.isConsequence }) else {
            return .error(first.headline.withoutNumbers)
        }
        let isRefusal =
            cause.subject == "http" || testcase.failures.contains(where: \.isConsequence)
            || cause.subject == "body.status"
        return isRefusal
            ? .refusal(headline(of: testcase))
            : .expectation(file: testcase.file, line: cause.line, subject: cause.subject)
    }
}

extension String {
    /// Numbers differ from step to step: ports, times, sizes.
    fileprivate var withoutNumbers: String {
        String(decoding: utf8.filter { !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0) }, as: UTF8.self)
    }
}
