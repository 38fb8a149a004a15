import JSON
import WorkflowModel

/// A workflow, or one of its cases.
package struct ReportSuite: Sendable {
    package var name = ""
    package var file = ""
    /// JUnit readers group testcases by it.
    package var className = ""
    package var environment = ""
    package var runID = ""
    package var hostname = ""
    /// In UTC, without a zone or a fraction: `2026-01-02T03:04:05`.
    package var startedAt = ""
    package var tags: [String] = []
    /// False if the server's certificate was not verified.
    package var isHostChecked = true
    /// Whether its SMS reach nobody.
    package var isSandbox = false
    /// The title of its case; nil if the workflow has no cases.
    package var caseTitle: String?
    /// The number of its case in the workflow, from 1; 0 if the workflow has no cases.
    package var caseNumber = 0
    /// Variables and case fields that are not in the files, for judging the responses again.
    package var given = JSONObject()
    /// When it started, from the start of its run.
    package var offset: Duration = .zero
    package var duration: Duration = .zero
    package var testcases: [ReportTestcase] = []

    package var counts: ReportCounts {
        testcases.reduce(into: ReportCounts(suites: 1)) { $0.add($1, onSandbox: isSandbox) }
    }
}

/// A step.
package struct ReportTestcase: Sendable {
    /// How the step ended, with the same kinds as a JUnit testcase.
    package enum Verdict: Sendable {
        case passed
        /// An expectation was false.
        case failure([Problem])
        /// Any other problem. `type` says which, for example `OutcomeUnknown`.
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

    /// Whether the step texted a person.
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
        /// Whether it only follows from another failure of the step.
        package var isConsequence = false
    }

    /// A request before the step's last request.
    package struct EarlierAttempt: Sendable {
        package var verdict = Verdict.passed
        package var duration: Duration = .zero
        package var request: ReportRequest?
    }

    package var name = ""
    /// For example `send_otp`.
    package var kind = ""
    package var file = ""
    package var line = 0
    /// The subjects of its expectations, for example `body.status`.
    package var expectations: [String] = []
    /// The subjects of the expectations that the step did not state, such as `http` and `body.status`.
    package var defaultExpectations: [String] = []
    /// What each of its expectations expects, as the workflow says it; empty if that is long.
    package var expected: [String] = []
    /// The step's id in its workflow.
    package var id: String?
    /// Its name in a test management system.
    package var testID: String?
    package var verdict = Verdict.passed
    package var duration: Duration = .zero
    package var attempts = 1
    /// The requests before the last one, in order.
    package var earlierAttempts: [EarlierAttempt] = []
    /// True if the step polled until its expectations held; false if it was retried after an error, or ran once.
    package var isPolled = false
    package var sms: SMS = .none
    /// How many SMS it sends: one for each person that it texts.
    package var smsCount = 1
    /// What it did; nil if it only reads.
    package var effect: ReportEffect?
    /// Its last request; nil if it made none.
    package var request: ReportRequest?
    /// The expectations that were false.
    package var failures: [Failure] = []
    /// How its answer differs from the documented ones.
    package var warnings: [String] = []
    /// In which start of the run it was made, from 1; 0 if the run was started once.
    package var start = 0
    /// What it sent and received, as JSON from `ExchangeRecorder`; nil if there was no response.
    package var exchange: String?

    /// Whether the step only waits.
    var isWait: Bool { kind == StepKind.wait.name }
    var hasPassed: Bool { if case .passed = verdict { true } else { false } }
}
