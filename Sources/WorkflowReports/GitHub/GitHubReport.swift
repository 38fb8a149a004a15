import Times

/// A run for GitHub Actions: annotations at the lines of workflows, and a summary of the job.
/// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
package struct GitHubReport: Sendable {
    /// GitHub shows no more annotations for one step.
    private static let maximumAnnotations = 50

    private var problems: [(suite: String, testcase: ReportTestcase)] = []
    private var counts = ReportCounts()

    /// A prefix that makes file paths relative to the repository's root, as GitHub expects: empty, or ends with `/`.
    private let folder: String

    package init(folder: String = "") {
        self.folder = folder
    }

    /// Adds a suite. Call it in the order of the suites.
    package mutating func take(_ suite: ReportSuite) {
        counts.add(suite.counts)
        for testcase in suite.testcases where problems.count < Self.maximumAnnotations {
            if testcase.verdict.isProblem || !testcase.warnings.isEmpty { problems.append((suite.name, testcase)) }
        }
    }

    /// Commands for standard output, one for each problem.
    package var annotations: String {
        problems.map { problem in
            let line = problem.testcase.failures.first?.line ?? problem.testcase.line
            let title = GitHubText.property("\(problem.suite) › \(problem.testcase.name)")
            // Problems of the run itself belong to no file.
            let file = problem.testcase.file
            let place = file.isEmpty ? "" : "file=\(GitHubText.property(folder + file)),line=\(line),"
            let error =
                problem.testcase.verdict.isProblem
                ? "::error \(place)title=\(title)::\(GitHubText.data(problem.testcase.verdict.body))\n" : ""
            return error
                + problem.testcase.warnings.map {
                    "::warning \(place)title=\(title)::\(GitHubText.data($0))\n"
                }.joined()
        }.joined()
    }

    /// In Markdown.
    package func summary(duration: Duration) -> String {
        var text = """
            ### ekoflow: \(counts.failures + counts.errors == 0 ? "passed" : "\(counts.failures + counts.errors) not passed")

            | steps | passed | failures | errors | skipped | time |
            | ---: | ---: | ---: | ---: | ---: | ---: |
            | \(counts.testcases) | \(counts.passed) | \(counts.failures) | \(counts.errors) | \(counts.skipped) | \(duration.shortText) |

            \(counts.effects.text(.plain))

            """
        for problem in problems where !problem.testcase.warnings.isEmpty {
            let warnings = problem.testcase.warnings.joined(separator: "; ")
            text += "\n"
            text += MarkdownText.insideHTML("⚠ \(problem.suite) › \(problem.testcase.name): \(warnings)") + "\n"
        }
        for problem in problems where problem.testcase.verdict.isProblem {
            let title = "\(problem.suite) › \(problem.testcase.name): \(problem.testcase.verdict.message)"
            text += "\n<details><summary>\(MarkdownText.insideHTML(title))</summary>\n\n"
            text += MarkdownText.block(problem.testcase.verdict.body)
            text += "\n</details>\n"
        }
        let all = counts.failures + counts.errors
        let shown = problems.count { $0.testcase.verdict.isProblem }
        if all > shown { text += "\n… and \(all - shown) more\n" }
        return text
    }
}
