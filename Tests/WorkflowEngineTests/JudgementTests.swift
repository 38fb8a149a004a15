import HTTP
import JSON
import Secrets
import Synchronization
import Testing
import WorkflowModel

@testable import WorkflowEngine

@Suite("Responses are judged within bounds, and beside the wire if that can take long")
struct JudgementTests {
    /// Counts the jobs that it passes on to the global executor.
    private final class CountingExecutor: TaskExecutor {
        let jobs = Atomic(0)

        func enqueue(_ job: consuming ExecutorJob) {
            jobs.add(1, ordering: .relaxed)
            let job = UnownedJob(job)
            Task.detached { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
    }

    private func run(_ step: String, body: String = successBody) async throws -> (report: CollectedRun, jobs: Int) {
        let workflow = decoded("steps:\n  - id: s\n    call: {method: GET, path: /}\n    \(step)\n")
        let plan = RunPlan(id: "RUN", workflows: [PlannedWorkflow(workflow, in: .test())])
        let executor = CountingExecutor()
        let report = Mutex(CollectedRun())
        let runner = WorkflowRunner(
            transport: FakeTransport([.success((200, body))]), services: .fixed, judging: executor)
        let cleared = try await SafetyRules().clear(plan, services: .fixed)
        await runner.run(cleared) { event in report.withLock { $0.fold(event) } }
        return (report.withLock(\.self), executor.jobs.load(ordering: .relaxed))
    }

    @Test(
        "patterns, queries and long bodies are judged on other threads",
        arguments: [
            "expect: {body: {message: {matches: OTP}}}", "expect: {body: {message: {not: {any_of: [{matches: x}]}}}}",
            "expect: {body: {$..tid: {length: 1}}}", "capture: {t: '$..tid'}",
            "expect: {body: {data.list: {each: {all_of: [{gt: 0}, {not: {matches: x}}]}}}}",
        ])
    func beside(_ step: String) async throws { #expect(try await run(step).jobs > 0) }

    @Test("a response that is judged at once stays on its thread", arguments: ["expect: {body: {data.tid: '42'}}", ""])
    func atOnce(_ step: String) async throws {
        #expect(try await run(step).jobs == 0)
        #expect(try await run(step, body: #"{"status":0,"x":"\#(String(repeating: "x", count: 40_000))"}"#).jobs > 0)
    }

    @Test("of a response with more secrets than can be looked for, nothing is shown")
    func tooManySecrets() async throws {
        let otps = (0..<2_000).map { "\"\(100_000 + $0)\"" }.joined(separator: ",")
        let (report, _) = try await run("expect: {body: {otp: none}}", body: "{\"status\":0,\"otp\":[\(otps)]}")
        let step = try #require(report.workflows.first?.steps.first)
        #expect(step.hidesResponse)
        guard case .failed(let failures) = step.outcome else {
            Issue.record("it did not fail")
            return
        }
        #expect(failures.map(\.actual) == ["hidden: the response has more secrets than can be looked for"])
        #expect(try await !run("expect: {body: {otp: none}}").report.workflows[0].steps[0].hidesResponse)
    }

    @Test("a variable with secret: true is secret, whoever uses it; others of the file are not")
    func secretVariables() async throws {
        let inner = """
            vars: {k: {required: true, secret: true}}
            steps: [{call: {method: GET, path: "/${{ vars.k }}"}}]
            """
        let text = """
            vars: {a: {value: pa55-word, secret: true}, b: plain-text-1}
            steps:
              - {use: inner.yml, with: {k: inner-s3cret}}
              - {call: {method: GET, path: "/${{ vars.a }}/${{ vars.b }}"}}
            """
        let (report, _) = try await WorkflowEngineTests.run(text, files: ["inner.yml": inner])
        let secrets = report.workflows[0].steps.flatMap(\.secrets)
        #expect(secrets.contains(Secret("pa55-word")) && secrets.contains(Secret("inner-s3cret")))
        #expect(!secrets.contains(Secret("plain-text-1")))
    }

    @Test("the password in the value of a variable such as DATABASE_URL is secret, and its host is not")
    func connections() {
        let secrets = SensitiveFields.secrets(ofConnection: "postgres://user:pa55word@db.example.in/test")
        #expect(secrets == [Secret("pa55word")])
        #expect(SensitiveFields.secrets(ofConnection: "postgres://db.example.in/test") == nil)
    }
}
