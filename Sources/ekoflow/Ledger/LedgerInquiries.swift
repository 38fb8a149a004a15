import CurlTransport
import Ledger
import SQLDatabase
import Source
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// Asks the API about the requests of a ledger whose outcome is not known.
struct LedgerInquiries {
    /// What was learned of a request, or why it was not asked about.
    struct Answer {
        let request: LedgerRequest
        let result: Result

        enum Result {
            case asked(SettledRequest)
            case unasked(String)
        }

        /// Whether its outcome is known now.
        var isSettled: Bool { if case .asked(let finding) = result { finding.isSettled } else { false } }
    }

    let ledger: OpenedLedger
    /// All requests are asked about in this environment; without it, each in the environment of its name.
    let environment: String?
    let variables: EnvironmentVariables
    let addresses: [String]
    let shell: Shell

    /// Asks, and writes what was learned into the ledger. `running` is how many requests belong to runs that still run.
    func settle(run: String?) async throws(CommandError) -> (answers: [Answer], running: Int) {
        let (open, running) = try ledger.perform { store throws(SQLError) in
            try store.openRequests(ofRun: run, seenBy: ledger.process)
        }
        var targets = LedgerTargets(environment: environment, variables: variables)
        let transport = CurlTransport(shell, addresses: addresses)
        var answers: [Answer] = []
        for item in open {
            let request = item.request
            guard let reference = request.shown.reference else {
                answers.append(
                    Answer(
                        request: request,
                        result: .unasked("it had no client_ref_id, so the API cannot be asked about it")))
                continue
            }
            guard !item.sharesReference else {
                answers.append(
                    Answer(
                        request: request,
                        result: .unasked(
                            "other requests had the same client_ref_id, so the API cannot tell them apart")))
                continue
            }
            switch try await targets.target(of: request, in: shell) {
            case .failure(let reason): answers.append(Answer(request: request, result: .unasked(reason.text)))
            case .success(let target):
                let inquiry = TransactionInquiry(target, over: transport, services: shell.services)
                let time = shell.services.now.rfc3339
                let finding = SettledRequest(
                    suite: request.shown.workflow, step: request.shown.step, reference: reference,
                    await inquiry.finding(of: reference), askedAt: time)
                if finding.isSettled {
                    // If it has become known meanwhile, it stays as it was.
                    _ = try ledger.perform { store throws(SQLError) in
                        try store.settle(request, happened: finding.result == .happened, seenBy: ledger.process)
                    }
                }
                answers.append(Answer(request: request, result: .asked(finding)))
            }
        }
        return (answers, running)
    }
}

/// The environments of a ledger's requests, with their addresses and keys.
private struct LedgerTargets {
    struct Reason: Error {
        let text: String
    }

    private let environment: String?
    private let variables: EnvironmentVariables
    private var loader: WorkflowLoader
    private var known: [String: TargetEnvironment] = [:]

    init(environment: String?, variables: EnvironmentVariables) {
        self.environment = environment
        self.variables = variables
        loader = WorkflowLoader(in: .current, variable: variables.value)
    }

    /// A key goes only to the address that the request went to.
    mutating func target(
        of request: LedgerRequest, in shell: Shell
    ) async throws(CommandError) -> Result<TargetEnvironment, Reason> {
        let name = environment ?? request.shown.environment
        if request.account.hasPrefix("sandbox:embedded ") {
            return .failure(Reason(text: "its sandbox was a part of the run, and ended with it"))
        }
        let folder = Workspace.environments(for: Self.here)
        guard let folder, Workspace.environmentFile(name, in: folder) != nil else {
            return .failure(Reason(text: "there is no environment '\(name)' here: ask in its workspace, or with --env"))
        }
        let target = try await target(named: name, of: request, in: shell)
        guard target.account == request.account else {
            return .failure(
                Reason(
                    text:
                        "it went to \(LedgerText.account(request.account)), and the environment '\(name)' is \(LedgerText.account(target.account))"
                ))
        }
        return .success(target)
    }

    private mutating func target(
        named name: String, of request: LedgerRequest, in shell: Shell
    ) async throws(CommandError) -> TargetEnvironment {
        let own = workflowWithKeys(request)
        let key = name + "\n" + (own?.file.path ?? "")
        if let target = known[key] { return target }
        let environment = loader.environment(named: name, near: Self.here)
        guard let environment else {
            throw CommandError(.invalidInput, loader.diagnostics.filter { $0.severity == .error })
        }
        let names = Set(environment.credentialVariables + (own?.credentials.variableNames ?? []))
        let resolver = TargetResolver(.live(variables, hiding: names))
        let (target, problems) = await resolver.target(
            environment, credentials: own?.credentials ?? environment.credentials,
            sandbox: SandboxEndpoint(environment.endpoint, embedded: nil))
        guard let target else { throw CommandError(.invalidInput, problems) }
        shell.show(problems)
        known[key] = target
        return target
    }

    /// The workflow of a request, if it has credentials of its own. The ledger is only text: what it names must be a file of this workspace.
    private mutating func workflowWithKeys(_ request: LedgerRequest) -> Workflow? {
        let root = WorkspaceRoot.current
        let path = root.location(of: request.shown.workflow)
        guard !request.shown.workflow.hasPrefix("/"), Workspace.isIn(root.path, canonicalPath(path)),
            FileKind(of: path) == .file
        else { return nil }
        let workflow = loader.workflow(path, variables: [], environment: request.shown.environment)
        return workflow.flatMap { $0.credentials.isEmpty ? nil : $0 }
    }

    private static var here: String { canonicalPath(".") + "/workflow.yml" }
}
