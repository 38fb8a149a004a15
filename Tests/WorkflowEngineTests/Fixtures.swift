import HTTP
import JSON
import Secrets
import Source
import Synchronization
import Testing
import Times
import WorkflowModel
import YAML

@testable import WorkflowEngine

/// Gives prepared answers, and keeps the requests.
final class FakeTransport: HTTPTransport {
    typealias Answer = Result<(status: Int, body: String), TransportError>

    private let answers: [Answer]
    private let headers: [HTTPHeader]
    private let sent = Mutex<[HTTPRequest]>([])

    /// The answers in order. The last answer is repeated.
    init(_ answers: [Answer], headers: [HTTPHeader] = [HTTPHeader("Content-Type", "application/json")]) {
        self.answers = answers
        self.headers = headers
    }

    var requests: [HTTPRequest] { sent.withLock(\.self) }
    func preferredExecutor(forJob job: Int) -> (any TaskExecutor)? { nil }

    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange {
        let index = sent.withLock { sent in
            sent.append(request)
            return min(sent.count, answers.count) - 1
        }
        let (status, body) = try answers[index].get()
        return HTTPExchange(
            request: request, response: HTTPResponse(status: status, headers: headers, body: Array(body.utf8)),
            timings: HTTPTimings())
    }
}

let successBody = #"{"status":0,"message":"OTP has been sent","data":{"tid":"42","list":[1,2]}}"#

extension RunServices {
    /// A stopped clock, and predictable numbers.
    static let fixed = RunServices(clock: { Timestamp(milliseconds: 1_700_000_000_000) }, random: { 7 })
}

/// Files by name, instead of a workspace. For a file that is sent, the text is its path on the disk.
struct FilesInMemory: LinkedFiles {
    var texts: [String: String] = [:]

    func path(of file: SourceFile) -> String { file.path }

    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile {
        guard let text = texts[path] else { throw LinkError(reason: "no such file") }
        return SourceFile(path: path, text: text)
    }

    func upload(_ path: String, from file: SourceFile) throws(LinkError) -> UploadFile {
        guard let place = texts[path], let content = try? UploadFile(path: place, size: nil).content() else {
            throw LinkError(reason: "no such file")
        }
        return UploadFile(path: place, size: content.size)
    }
}

/// What a check before the run finds wrong with a workflow, by the ids of the diagnostics.
func checked(
    _ workflow: String, variables: [String: JSONValue] = [:], files: [String: String] = [:]
) async throws -> [String] {
    let planner = Planner(environmentVariable: { _ in nil }, overrides: variables, services: .fixed)
    let decoded = decoded(workflow, variables: variables, files: files)
    return await planner.plan(decoded, in: .test(), runID: "RUN").diagnostics.map(\.id.rawValue)
}

/// Plans and runs a workflow on a fake transport.
func run(
    _ workflow: String, limits: EffectLimits = EffectLimits(), variables: [String: JSONValue] = [:],
    files: [String: String] = [:], selection: Selection = .everything, otpSource: OTPSource? = nil,
    prompt: OTPPrompt? = nil,
    runCommand: @escaping CommandRunner = { _, _ throws(CommandFailure) in throw CommandFailure(reason: "none") },
    transport: FakeTransport = FakeTransport([.success((200, successBody))])
) async throws -> (report: CollectedRun, requests: [HTTPRequest]) {
    let file = SourceFile(path: "test.yml", text: workflow)
    let (decoded, diagnostics) = Workflow.decode(
        parseYAML(file).root, in: file, variables: Array(variables.keys), files: FilesInMemory(texts: files))
    #expect(diagnostics.map(\.message) == [])
    let planner = Planner(
        environmentVariable: { _ in nil }, overrides: variables, selection: selection,
        canPrompt: prompt != nil, services: .fixed)
    let (source, problems) = await planner.plan(
        try #require(decoded), in: .test(limits, otpSource: otpSource), runID: "RUN")
    #expect(problems.map(\.message) == [])
    let plan = RunPlan(id: "RUN", workflows: source?.workflows ?? [])
    let report = Mutex(CollectedRun())
    let cleared = try await SafetyRules().clear(plan, services: .fixed)
    let runner = WorkflowRunner(
        transport: transport, services: .fixed, prompt: prompt, runCommand: runCommand)
    await runner.run(cleared) { event in
        report.withLock { $0.fold(event) }
    }
    return (report.withLock(\.self), transport.requests)
}

/// A workflow of a text that is right.
func decoded(_ text: String, variables: [String: JSONValue] = [:], files: [String: String] = [:]) -> Workflow {
    let file = SourceFile(path: "test.yml", text: text)
    let (workflow, diagnostics) = Workflow.decode(
        parseYAML(file).root, in: file, variables: Array(variables.keys), files: FilesInMemory(texts: files))
    guard let workflow else { preconditionFailure("the text is wrong: \(diagnostics.map(\.message))") }
    return workflow
}

extension Credentials {
    static let test = Credentials(developerKey: Secret("developer"), accessKey: Secret("access"))
}

extension TargetEnvironment {
    static func test(
        _ limits: EffectLimits = EffectLimits(), path: String = "environments/test.yml", identity: String? = nil,
        otpSource: OTPSource? = nil, isSandbox: Bool = false
    ) -> TargetEnvironment {
        TargetEnvironment(
            path: path, name: "test", baseURL: "http://127.0.0.1:9/v3", initiatorID: "9962981729",
            credentials: .test,
            timeout: .seconds(30), otpSource: otpSource, limits: limits, isProduction: false, isSandbox: isSandbox,
            identity: identity)
    }
}

/// Collects the events of a run.
struct CollectedRun {
    struct Workflow {
        let planned: PlannedWorkflow
        var steps: [StepResult] = []
    }

    private(set) var workflows: [Workflow] = []
    private(set) var summary = RunSummary()
    private var places: [Int: Int] = [:]

    var tally: Tally { summary.tally }
    var wasInterrupted: Bool { summary.wasInterrupted }

    mutating func fold(_ event: RunEvent) {
        summary.fold(event)
        switch event {
        case .workflowStarted(let planned, let index, _):
            places[index] = workflows.count
            workflows.append(Workflow(planned: planned))
        case .stepFinished(let result, let index):
            if let place = places[index] { workflows[place].steps.append(result) }
        case .runStarted, .workflowFinished, .runFinished: break
        }
    }

    /// The outcome of each step in a few words, for tables of tests.
    var outcomes: [String] {
        workflows.flatMap(\.steps).map { result in
            switch result.outcome {
            case .passed: "passed"
            case .failed(let failures): "failed \(failures.map(\.subject.text).joined(separator: " "))"
            case .errored(let error): "errored \(error.kind.rawValue)"
            case .skipped: "skipped"
            }
        }
    }
}

extension PlannedWorkflow {
    /// A workflow without variables and cases.
    convenience init(_ workflow: Workflow, in environment: TargetEnvironment) {
        let services = RunServices(clock: { Timestamp(milliseconds: 0) }, random: { 7 })
        self.init(
            workflow, scope: RunScope(runID: "RUN", environment: environment, services: services, isRunning: true),
            sequence: StepSequence(workflow))
    }
}
