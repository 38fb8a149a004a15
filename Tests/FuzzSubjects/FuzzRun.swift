import JSON
import Synchronization
import WorkflowEngine
import WorkflowModel
import WorkflowReports
import YAMLSource

/// A whole run without a network: a workflow from its text, one answer to each of its requests, and all that is written of it.
enum FuzzRun {
    static let services = RunServices(clock: { Timestamp(milliseconds: 1_700_000_000_000) }, random: { 7 })

    static let planner = Planner(
        resolver: CredentialResolver(
            environmentVariable: { _ in nil }, readFile: { ReferencedFile(path: $0.value, bytes: []) },
            runCommand: { _, _ in "" }),
        environmentVariable: { _ in nil }, overrides: [:], services: services)

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

    /// Runs a workflow that may be unsound, and holds its reports to what must hold of every report.
    static func run(_ text: String, answering response: HTTPResponse) async {
        let file = SourceFile(path: "workflows/fuzz.yml", text: text)
        let (root, problems) = parseYAML(file)
        guard !problems.hasErrors else { return }
        let (workflow, decodingProblems) = Workflow.decode(root, in: file, files: NoFiles())
        _ = DiagnosticRenderer(.plain).render(decodingProblems)
        guard let workflow else { return }
        guard let target = await planner.target(environment, credentials: workflow.credentials, sandbox: sandbox).target
        else { return }
        let (planned, _) = planner.plan(workflow, in: target, runID: "RUN")
        guard !planned.isEmpty else { return }
        await run(RunPlan(id: "RUN", workflows: planned), answering: response)
    }

    private static func run(_ plan: RunPlan, answering response: HTTPResponse) async {
        let composer = ReportComposer(plan, hostname: "host", masksNumbers: true)
        let journal = JournalWriter(composer, of: plan, version: "1")
        let console = ConsoleReporter(styler: .plain, plan: plan, masksNumbers: true)
        let state = Mutex((report: RunReport(), journal: "", console: ""))
        await WorkflowRunner(transport: OneAnswer(response: response), services: services).run(plan) { event in
            state.withLock { state in
                state.report.fold(event)
                state.journal += journal.line(of: event) ?? ""
                state.console += console.text(of: event)
            }
        }
        let (report, lines, shown) = state.withLock(\.self)
        let document = composer.document(report)
        guard let read = try? Journal(Array(lines.utf8)) else { preconditionFailure("the journal cannot be read") }
        precondition(read.isComplete && read.document.counts == document.counts, "the journal tells of another run")
        await recheck(plan, report, lines)
        let junit = JUnitReport(document).text()
        for output in [lines, shown, junit] {
            for key in keys { precondition(!output.contains(key), "a key is shown") }
        }
        precondition(junit.unicodeScalars.allSatisfy(isXMLCharacter), "the report is no XML")
    }

    /// Judged again from its journal, a run comes to the same, where nothing of it had to be hidden.
    private static func recheck(_ plan: RunPlan, _ report: RunReport, _ journal: String) async {
        guard let recording = try? Recording(Array(journal.utf8)) else {
            preconditionFailure("the recording cannot be read")
        }
        let state = Mutex(RunReport())
        await RecheckRunner(name: RecordedSuite.key).run(plan, recordings: recording.suites.map(\.workflow)) { event in
            state.withLock { $0.fold(event) }
        }
        guard !journal.contains("\"hidden_") else { return }
        let again = state.withLock(\.self)
        precondition(again.verdicts == report.verdicts, "judged again, a run comes to something else")
    }

    /// XML 1.0, section 2.2.
    private static func isXMLCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

/// Answers every request in the same way.
private struct OneAnswer: HTTPTransport {
    let response: HTTPResponse

    var preferredExecutor: (any TaskExecutor)? { nil }

    func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPExchange {
        HTTPExchange(request: request, response: response, timings: HTTPTimings())
    }
}

extension HTTPResponse {
    /// What the API answers to a send.
    static let success = HTTPResponse(
        status: 200, headers: [HTTPHeader("Content-Type", "application/json")],
        body: Array(#"{"status":0,"message":"OTP has been sent","data":{"tid":"42"}}"#.utf8))
}

extension RunReport {
    /// What became of each step.
    fileprivate var verdicts: [String] {
        workflows.flatMap(\.steps).map { result in
            switch result.outcome {
            case .passed: "passed"
            case .failed(let failures): "failed: \(failures.count)"
            case .errored(let error): error.kind.rawValue
            case .skipped: "skipped"
            }
        }
    }
}
