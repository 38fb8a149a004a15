import HTTP
import Testing
import WorkflowModel

@testable import WorkflowEngine

@Suite("poll and retry")
struct RepetitionTests {
    private static let notSent = FakeTransport.Answer.failure(
        TransportError(reason: .connectionFailed, delivery: .notSent, message: "refused", elapsed: .zero))
    private static let unknown = FakeTransport.Answer.failure(
        TransportError(reason: .deadline, delivery: .unknown, message: "late", elapsed: .zero))
    private static let success = FakeTransport.Answer.success((200, successBody))
    private static let pending = FakeTransport.Answer.success((200, #"{"status":1}"#))

    @Test("a poll ends when its expectations are met, and counts its requests")
    func poll() async throws {
        let transport = FakeTransport([Self.pending, Self.unknown, Self.success])
        let (report, requests) = try await run(
            "steps:\n  - {call: {method: GET, path: /a}, poll: {every: 1ms, timeout: 1h}}\n", transport: transport)
        #expect(report.outcomes == ["passed"])
        #expect(requests.count == 3)
        let step = report.workflows[0].steps[0]
        #expect(step.attempts == 3)
        guard step.earlierAttempts.count == 2, case .failed = step.earlierAttempts[0].outcome,
            case .errored(let error) = step.earlierAttempts[1].outcome
        else {
            Issue.record("what came before is not told: \(step.earlierAttempts)")
            return
        }
        #expect(error.kind == .outcomeUnknown)
    }

    @Test("a poll that never succeeds fails with its last response, and says how long it took")
    func pollTimeout() async throws {
        let (report, requests) = try await run(
            "steps:\n  - {call: {method: GET, path: /a}, poll: {every: 20ms, timeout: 30ms}}\n",
            transport: FakeTransport([Self.pending]))
        #expect(report.outcomes == ["failed body.status"])
        // On a busy machine the first request may take all the time.
        #expect(1...2 ~= requests.count)
        let count = requests.count == 1 ? "1 request" : "2 requests"
        guard case .failed(let failures) = report.workflows[0].steps[0].outcome else { return }
        #expect(failures[0].help?.contains("after \(count) in") == true)
    }

    @Test(
        "a send is retried only if it is certain that nothing was sent",
        arguments: [
            ([notSent, notSent, success], "passed", 3), ([notSent], "errored NotSent", 3),
            ([unknown, success], "errored OutcomeUnknown", 1), ([pending, success], "failed body.status", 1),
            ([notSent, unknown, success], "errored OutcomeUnknown", 2),
        ])
    func retryOfSend(_ answers: [FakeTransport.Answer], _ outcome: String, _ count: Int) async throws {
        let (report, requests) = try await run(
            """
            steps:
              - {send_otp: {mobile: '9002336768', csp_id: c}, retry: {attempts: 3, every: 1ms}}
            """, limits: EffectLimits(maximum: 1), transport: FakeTransport(answers))
        #expect(report.outcomes == [outcome])
        #expect(requests.count == count)
    }

    @Test("an attempt after one that was not sent waits for its own turn of the rate")
    func rateOfRetry() async throws {
        let (report, _) = try await run(
            """
            steps:
              - {send_otp: {mobile: '9002336768', csp_id: c}, retry: {attempts: 3, every: 1ms}}
            """, limits: EffectLimits(interval: .milliseconds(100)),
            transport: FakeTransport([Self.notSent, Self.notSent, Self.success]))
        #expect(report.outcomes == ["passed"])
        #expect(report.workflows[0].steps[0].duration >= .milliseconds(200))
    }

    @Test("a request that only reads is also retried if there was no response, but not after a response")
    func retryOfRead() async throws {
        let text = "steps:\n  - {call: {method: GET, path: /a}, retry: {attempts: 3, every: 1ms}}\n"
        let unanswered = try await run(text, transport: FakeTransport([Self.unknown, Self.success]))
        #expect(unanswered.report.outcomes == ["passed"])
        let answered = try await run(text, transport: FakeTransport([Self.pending, Self.success]))
        #expect(answered.report.outcomes == ["failed body.status"])
        #expect(answered.requests.count == 1)
    }
}
