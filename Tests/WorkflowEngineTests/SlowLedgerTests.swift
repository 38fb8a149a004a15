import HTTP
import Synchronization
import Testing
import WorkflowModel

@testable import WorkflowEngine

/// A ledger can be slow, because other processes use it. The requests that waited for it together are allowed together.
@Suite("Requests that waited for a slow ledger", .timeLimit(.minutes(1)))
struct SlowLedgerTests {
    private static let count = 3

    /// Runs workflows whose requests are allowed only once all of them have asked. Returns when each request left.
    private func run(
        interval: Duration, timeout: String
    ) async throws -> (times: [ContinuousClock.Instant], outcomes: [String]) {
        let workflows = (0..<Self.count).map { number in
            PlannedWorkflow(
                decoded(
                    """
                    steps:
                      - {send_otp: {mobile: '900233676\(number)', csp_id: c}, timeout: \(timeout)}
                    """), in: .test(EffectLimits(interval: interval)))
        }
        let plan = RunPlan(id: "RUN", workflows: workflows)
        let cleared = try await SafetyRules(jobs: Self.count).clear(plan, services: .fixed)
        let transport = Departures()
        let report = Mutex(CollectedRun())
        await WorkflowRunner(transport: transport, services: .fixed).run(
            cleared.with(SlowLedger(entries: SlowEntries(count: Self.count)))
        ) { event in report.withLock { $0.fold(event) } }
        return (transport.times.withLock(\.self), report.withLock(\.outcomes))
    }

    @Test("they leave one after another, as the rate says")
    func rate() async throws {
        let interval = Duration.milliseconds(50)
        let (times, outcomes) = try await run(interval: interval, timeout: "30s")
        #expect(outcomes == Array(repeating: "passed", count: Self.count))
        try #require(times.count == Self.count)
        for (first, second) in zip(times, times.dropFirst()) { #expect(second - first >= interval - .milliseconds(5)) }
    }

    @Test("a wait for the rate that is longer than the step's timeout is no standstill")
    func longWait() async throws {
        let outcomes = try await run(interval: .milliseconds(400), timeout: "300ms").outcomes
        #expect(outcomes == Array(repeating: "passed", count: Self.count))
    }
}

/// Keeps when each request was sent.
private final class Departures: HTTPTransport {
    let times = Mutex<[ContinuousClock.Instant]>([])
    private let answers = FakeTransport([.success((200, successBody))])

    func preferredExecutor(forJob job: Int) -> (any TaskExecutor)? { nil }

    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange {
        times.withLock { $0.append(.now) }
        return try await answers.send(request, deadline: deadline)
    }
}

private struct SlowLedger: EffectLedger {
    let entries: SlowEntries

    func entries(of workflow: PlannedWorkflow, at index: Int) -> (any WorkflowEntries)? { entries }
    func earlierEffects(in environment: TargetEnvironment) -> EarlierEffects? { nil }
}

/// Allows requests only once all of them have been asked for.
private final class SlowEntries: WorkflowEntries {
    private let waiting = Mutex<[CheckedContinuation<Void, Never>]>([])
    private let count: Int

    init(count: Int) {
        self.count = count
    }

    func claim(
        _ request: RecordedRequest, step: String, onWait: @escaping @Sendable (String) -> Void,
        afterWait: @Sendable () async -> Void
    ) async throws(ClaimProblem) -> any EffectClaim {
        await withCheckedContinuation { continuation in
            let all = waiting.withLock { waiting in
                waiting.append(continuation)
                return waiting.count == count ? waiting : []
            }
            for continuation in all { continuation.resume() }
        }
        return Allowed(time: .now)
    }

    func earlier(_ step: PlannedStep) -> EarlierStep? { nil }
    func record(_ result: StepResult) {}
    func hasLostTurn() async -> Bool { false }
    func releaseTurn() {}
}

private struct Allowed: EffectClaim {
    let time: ContinuousClock.Instant
    let warning: String? = nil

    func end(_ end: EffectClaimEnd) {}
}
