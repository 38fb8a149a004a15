import Source
import WorkflowModel

/// How a step ended. Each case is one kind of JUnit testcase: passed, failure, error, skipped.
package enum StepOutcome: Sendable {
    case passed
    /// At least one expectation was false.
    case failed([ExpectationFailure])
    /// Any problem other than a false expectation.
    case errored(StepError)
    case skipped(SkipReason)
}

/// An expectation that was false.
package struct ExpectationFailure: Sendable {
    package let subject: Expectation.Subject
    /// The place in the workflow where the expected value is written.
    package let range: SourceRange
    package let expected: String
    package internal(set) var actual: String
    package internal(set) var help: String?
    /// Whether there is no value at all.
    var isOfMissingValue = false
    /// Whether it only follows from another failure of the step: a refused send has no `data`.
    package internal(set) var isConsequence = false
}

/// Why a step could not be judged.
package struct StepError: Error, Sendable {
    /// What went wrong; its raw value is the `type` of a JUnit error.
    package enum Kind: String, Sendable {
        /// It is certain that nothing was sent.
        case notSent = "NotSent"
        /// The request may have been sent, and its result is not known.
        case outcomeUnknown = "OutcomeUnknown"
        case unreadableResponse = "UnreadableResponse"
        case missingCapture = "MissingCapture"
        case invalidValue = "InvalidValue"
        /// No OTP could be found to verify.
        case missingOTP = "MissingOTP"
        /// A safety rule forbids the send.
        case refused = "Refused"
        /// Another run took the turn of the workflow and may have texted its number: the verdict says nothing about the API.
        case turnLost = "TurnLost"
        /// The recording has no response for the step.
        case notRecorded = "NotRecorded"
    }

    package let kind: Kind
    package internal(set) var message: String
    package let range: SourceRange?
    package internal(set) var help: String?

    package init(_ kind: Kind, _ message: String, at range: SourceRange?, help: String? = nil) {
        self.kind = kind
        self.message = message
        self.range = range
        self.help = help
    }
}

/// Why a step did not run.
package enum SkipReason: Sendable {
    case earlierStepFailed(title: String)
    /// The step's `when` is false.
    case conditionNotMet
    /// A teardown step reads a value that another step did not capture.
    case needsStep(id: String)
    case interrupted
    /// An earlier workflow did not pass, and the run stops at the first such workflow (`--fail-fast`).
    case runEnded
    /// The recorded run has no step with this name.
    case notRecorded
    /// The recorded run did not reach this step.
    case didNotRun
    /// Another start of the recorded run made the step.
    case recordedByStart(Int)

    /// Whether the recorded run did not reach the step, which is reached now.
    package var isOfUnreachedStep: Bool { if case .didNotRun = self { true } else { false } }

    package var text: String {
        switch self {
        case .conditionNotMet: "its 'when' is false"
        case .needsStep(let id): "it needs the step '\(id)', which did not pass"
        case .earlierStepFailed(let title): "the step '\(title)' did not pass"
        case .interrupted: "the run was interrupted"
        case .runEnded: "an earlier workflow did not pass, and the run ends at the first"
        case .notRecorded: "nothing of it was recorded under this name"
        case .didNotRun: "it did not run then, so that there is nothing to judge"
        case .recordedByStart(let start): "start \(start) of the run made it: recheck the journal of that start too"
        }
    }
}
