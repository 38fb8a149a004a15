import Times

/// What GitHub Actions shows of a run: annotations at the lines of workflows, and a summary of the job.
/// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
package struct GitHubReport: Sendable {
    /// GitHub shows no more of one step.
    private static let maximumAnnotations = 50

    private var problems: [(suite: String, testcase: ReportTestcase)] = []
    private var counts = ReportCounts()

    /// What stands before the paths of files, which GitHub takes from the root of the repository: empty, or with `/` at its end.
    private let folder: String

    package init(folder: String = "") {
        self.folder = folder
    }

    /// Takes in a suite, in their order.
    package mutating func take(_ suite: ReportSuite) {
        counts.add(suite.counts)
        for testcase in suite.testcases where problems.count < Self.maximumAnnotations {
            if testcase.verdict.isProblem { problems.append((suite.name, testcase)) }
        }
    }

    /// Commands for the standard output, one for each problem.
    package var annotations: String {
        problems.map { problem in
            let line = problem.testcase.failures.first?.line ?? problem.testcase.line
            let title = property("\(problem.suite) › \(problem.testcase.name)")
            // What is of the run itself is in no file.
            let file = problem.testcase.file
            let place = file.isEmpty ? "" : "file=\(property(folder + file)),line=\(line),"
            return "::error \(place)title=\(title)::\(data(problem.testcase.verdict.body))\n"
        }.joined()
    }

    /// In Markdown.
    package func summary(duration: Duration) -> String {
        var text = """
            ### ekoflow: \(counts.failures + counts.errors == 0 ? "passed" : "\(counts.failures + counts.errors) not passed")

            | steps | passed | failures | errors | skipped | time |
            | ---: | ---: | ---: | ---: | ---: | ---: |
            | \(counts.testcases) | \(counts.passed) | \(counts.failures) | \(counts.errors) | \(counts.skipped) | \(duration.shortText) |

            \(counts.sms.text(.plain))

            """
        for problem in problems {
            let title = "\(problem.suite) › \(problem.testcase.name)".escapedForMarkdown
            text += "\n<details><summary>\(title): \(problem.testcase.verdict.message.escapedForMarkdown)</summary>\n\n"
            text += problem.testcase.verdict.body.split(separator: "\n", omittingEmptySubsequences: false).map {
                "    \($0)\n"
            }.joined()
            text += "\n</details>\n"
        }
        let all = counts.failures + counts.errors
        if all > problems.count { text += "\n… and \(all - problems.count) more\n" }
        return text
    }

    private func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}

extension String {
    /// As text in the HTML of a Markdown file.
    fileprivate var escapedForMarkdown: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing(
            "\n", with: " ")
    }
}
