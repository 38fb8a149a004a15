import JSON

/// A workflow, or one of its cases.
package struct ReportSuite: Sendable {
    package var name = ""
    package var file = ""
    /// By which readers group its testcases.
    package var className = ""
    package var environment = ""
    package var runID = ""
    package var hostname = ""
    /// In UTC without zone and fraction: `2026-01-02T03:04:05`.
    package var startedAt = ""
    package var tags: [String] = []
    /// False where anybody was taken for the host.
    package var isHostChecked = true
    /// True where its SMS reach nobody.
    package var isSandbox = false
    /// Of its case; nil where the workflow has none.
    package var caseTitle: String?
    /// Among those of its workflow, from 1.
    package var caseNumber = 0
    /// Variables and fields of the case that the files alone do not tell, for judging it again.
    package var given = JSONObject()
    package var duration: Duration = .zero
    package var testcases: [ReportTestcase] = []

    package var counts: ReportCounts {
        testcases.reduce(into: ReportCounts(suites: 1)) { $0.add($1, onSandbox: isSandbox) }
    }
}

/// A step.
package struct ReportTestcase: Sendable {
    /// What became of it, one to one with the elements of a JUnit testcase.
    package enum Verdict: Sendable {
        case passed
        /// An expectation was false.
        case failure([Problem])
        /// Anything else. `type` says what, for example `OutcomeUnknown`.
        case error(type: String, [Problem])
        case skipped(reason: String)

        /// Whether it is a failure or an error.
        package var isProblem: Bool {
            switch self {
            case .passed, .skipped: false
            case .failure, .error: true
            }
        }

        /// What is wrong; empty for a step that passed or was skipped.
        package var problems: [Problem] {
            switch self {
            case .passed, .skipped: []
            case .failure(let problems), .error(_, let problems): problems
            }
        }
    }

    /// Whether it texted a person.
    package enum SMS: String, CaseIterable, Sendable {
        case none
        case sent
        case unknown
    }

    /// An expectation that was false.
    package struct Failure: Sendable {
        package var subject = ""
        package var line = 0
        package var expected = ""
        package var actual = ""
    }

    /// A request that was made again after it.
    package struct EarlierAttempt: Sendable {
        package var verdict = Verdict.passed
        package var duration: Duration = .zero
    }

    package var name = ""
    /// Such as `send_otp`.
    package var kind = ""
    package var file = ""
    package var line = 0
    /// The subjects of its expectations, such as `body.status`.
    package var expectations: [String] = []
    package var verdict = Verdict.passed
    package var duration: Duration = .zero
    package var attempts = 1
    /// What came of the requests before the last, in order.
    package var earlierAttempts: [EarlierAttempt] = []
    /// True where it waited for something to come, and false where it was tried again because it went wrong.
    package var isPolled = false
    package var sms: SMS = .none
    /// Those of its expectations that were false.
    package var failures: [Failure] = []
    /// What it sent and got, as JSON that an `ExchangeRecorder` has written; nil where there was no response.
    package var exchange: String?
}
