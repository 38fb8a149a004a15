import Dispatch
import HTTP
import Synchronization
import Testing
import WorkflowModel

@testable import WorkflowEngine

/// A ledger can be slow, because other processes use it. The requests that waited for it together are allowed together.
@Suite("Requests that waited for a slow ledger", .timeLimit(.minutes(5)))
struct SlowLedgerTests {
    private static let count = 3
    private static let interval = Duration.seconds(1)

    /// Runs workflows whose requests are allowed only once all of them have asked. `age` is how long ago the ledger allowed them.
    private func run(age: Duration) async throws -> (times: [ContinuousClock.Instant], outcomes: [String]) {
        let workflows = (0..<Self.count).map { number in
            PlannedWorkflow(
                decoded(
                    """
                    steps:
                      - {send_otp: {mobile: '900233676\(number)', csp_id: c}, timeout: 60s}
                    """), in: .test(EffectLimits(interval: Self.interval)))
        }
        let plan = RunPlan(id: "RUN", workflows: workflows)
        let cleared = try await SafetyRules(jobs: Self.count).clear(plan, services: .fixed)
        let transport = Departures()
        let report = Mutex(CollectedRun())
        await WorkflowRunner(transport: transport, services: .fixed).run(
            cleared.with(SlowLedger(entries: SlowEntries(count: Self.count, age: age)))
        ) { event in report.withLock { $0.fold(event) } }
        return (transport.times.withLock(\.self), report.withLock(\.outcomes))
    }

    @Test("they leave one after another, as the rate says")
    func rate() async throws {
        let (times, outcomes) = try await run(age: .zero)
        #expect(outcomes == Array(repeating: "passed", count: Self.count))
        try #require(times.count == Self.count)
        // Half of the interval: a thread of a loaded machine can leave late.
        for (first, second) in zip(times, times.dropFirst()) { #expect(second - first >= Self.interval / 2) }
    }

    @Test(
        "a wait for the rate is no standstill, whatever the step's timeout is; what was allowed long ago and did not wait is one"
    )
    func standstill() async throws {
        let outcomes = try await run(age: .seconds(3600)).outcomes
        #expect(outcomes.sorted() == ["errored NotSent", "passed", "passed"])
    }
}

/// Keeps when each request was sent.
private final class Departures: HTTPTransport {
    let times = Mutex<[ContinuousClock.Instant]>([])
    private let answers = FakeTransport([.success((200, successBody))])
    private let thread = OwnThread()

    func preferredExecutor(forJob job: Int) -> (any TaskExecutor)? { thread }

    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange {
        times.withLock { $0.append(.now) }
        return try await answers.send(request, deadline: deadline)
    }
}

/// A thread that other tests do not share, so that they do not delay what it does.
private final class OwnThread: TaskExecutor {
    private let queue = DispatchQueue(label: "departures")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
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
    private let age: Duration

    init(count: Int, age: Duration) {
        self.count = count
        self.age = age
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
        return Allowed(time: .now - age)
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
