import HTTP
import JSON
import Secrets
import Source
import Synchronization
import Times
import WorkflowEngine
import WorkflowModel
import WorkflowReports
import YAML

/// A whole run without a network: decodes a workflow, gives each request the same response, and writes all reports.
enum FuzzRun {
    static let services = RunServices(clock: { Timestamp(milliseconds: 1_700_000_000_000) }, random: { 7 })

    static let resolver = TargetResolver(
        CredentialResolver(
            environmentVariable: { _ in nil }, readFile: { ReferencedFile(path: $0.value, bytes: []) },
            runCommand: { _, _ in "" }))
    static let planner = Planner(
        environmentVariable: { _ in nil }, overrides: [:], services: services)

    static let target = TargetEnvironment(withoutCredentials: environment)

    static let environment: Environment = {
        let file = SourceFile(
            path: "environments/fuzz.yml", text: "name: fuzz\nsandbox: embedded\ninitiator_id: '9962981729'\n")
        guard let environment = Environment.decode(parseYAML(file).root, in: file).environment else {
            preconditionFailure("the environment is not right")
        }
        return environment
    }()

    private static let keys = ["developer-key-of-tests", "access-key-of-tests"]

    private static let sandbox = SandboxEndpoint(
        baseURL: "http://127.0.0.1:9/v3",
        credentials: Credentials(developerKey: Secret(keys[0]), accessKey: Secret(keys[1])))

    /// Runs a workflow that may be invalid, and checks what must hold for every report.
    static func run(_ text: String, answering response: HTTPResponse) async {
        let file = SourceFile(path: "workflows/fuzz.yml", text: text)
        let (root, problems) = parseYAML(file)
        guard !problems.hasErrors else { return }
        let (workflow, decodingProblems) = Workflow.decode(root, in: file, files: NoFiles())
        _ = ProblemRenderer(.plain).render(decodingProblems.problems(masksNumbers: true))
        guard let workflow else { return }
        guard
            let target = await resolver.target(environment, credentials: workflow.credentials, sandbox: sandbox).target
        else { return }
        guard let source = await planner.plan(workflow, in: target, runID: "RUN").source else { return }
        await run(RunPlan(id: "RUN", workflows: PlannedWorkflows([source])), answering: response)
    }

    private static func run(_ plan: RunPlan, answering response: HTTPResponse) async {
        let composer = ReportComposer(plan, hostname: "host", version: "1", masksNumbers: true)
        let journal = JournalWriter()
        let console = ConsoleReporter(styler: .plain)
        guard let cleared = try? await SafetyRules().clear(plan, services: services) else { return }
        let state = Mutex(
            (verdicts: [String](), assembly: SuiteAssembly(), suites: [ReportSuite](), journal: "", console: ""))
        await WorkflowRunner(transport: OneAnswer(response: response), services: services).run(cleared) { event in
            let composed = composer.event(of: event)
            state.withLock { state in
                state.verdicts += verdict(of: event)
                state.suites += state.assembly.take(composed)
                state.journal += journal.line(of: composed).string
                state.console += console.text(of: composed)
            }
        }
        let (verdicts, _, suites, lines, shown) = state.withLock(\.self)
        guard let document = try? ReportDocument.read(Array(lines.utf8)) else {
            preconditionFailure("the journal cannot be read")
        }
        let counts = suites.reduce(into: ReportCounts()) { $0.add($1.counts) }
        precondition(!document.end.wasCutOff && document.counts == counts, "the journal tells of another run")
        let json = JSONFormat().text(of: document)
        guard let again = try? ReportDocument.read(Array(json.utf8)) else {
            preconditionFailure("the report in JSON cannot be read")
        }
        let junit = JUnitFormat().text(of: document)
        precondition(JUnitFormat().text(of: again) == junit, "a report in JSON tells of another run")
        await recheck(plan, verdicts, document)
        for output in [lines, shown, junit, json, HTMLFormat().text(of: document), TAPFormat().text(of: document)] {
            for key in keys { precondition(!output.contains(key), "a key is shown") }
        }
        precondition(junit.unicodeScalars.allSatisfy(\.isOfXML), "the report is no XML")
    }

    /// A recheck from the journal must give the same verdicts, unless the recording had to hide something.
    private static func recheck(_ plan: RunPlan, _ verdicts: [String], _ document: ReportDocument) async {
        let recording = Recording(document)
        var again: [String] = []
        await RecheckRunner(name: RecordedSuite.key).run(plan, recordings: recording.suites.map(\.workflow)) { event in
            again += verdict(of: event)
        }
        guard recording.hiddenNumbers.isEmpty, !JSONFormat().text(of: document).contains("\"hidden_") else { return }
        precondition(again == verdicts, "judged again, a run comes to something else")
    }
}

/// The outcome of the step that an event is about.
private func verdict(of event: RunEvent) -> [String] {
    guard case .stepFinished(let result, _) = event else { return [] }
    switch result.outcome {
    case .passed: return ["passed"]
    case .failed(let failures): return ["failed: \(failures.count)"]
    case .errored(let error): return [error.kind.rawValue]
    case .skipped: return ["skipped"]
    }
}

/// Gives every request the same response.
private struct OneAnswer: HTTPTransport {
    let response: HTTPResponse

    func preferredExecutor(forJob job: Int) -> (any TaskExecutor)? { nil }

    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange {
        HTTPExchange(request: request, response: response, timings: HTTPTimings())
    }
}

extension HTTPResponse {
    /// The API's answer to a send.
    static let success = HTTPResponse(
        status: 200, headers: [HTTPHeader("Content-Type", "application/json")],
        body: Array(#"{"status":0,"message":"OTP has been sent","data":{"tid":"42"}}"#.utf8))
}
