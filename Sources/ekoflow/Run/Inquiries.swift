import CurlTransport
import Source
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// Asks about the requests of a finished run whose outcome is unknown, each in the environment of its workflow.
struct Inquiries {
    /// A step that cannot be asked about.
    struct Unasked {
        let suite: String
        let step: String
        let reason: String
    }

    private let document: ReportDocument
    private let journal: String
    private let environmentFiles: [String]
    private let addresses: [String]
    private let shell: Shell

    init(
        _ document: ReportDocument, journal: String, environmentFiles: [String], addresses: [String], shell: Shell
    ) {
        self.document = document
        self.journal = journal
        self.environmentFiles = environmentFiles
        self.addresses = addresses
        self.shell = shell
    }

    /// Asks, and writes what was learned beside the journal. Throws if an environment cannot be read, or the file not be written.
    func settle() async throws(CommandError) -> (settlement: Settlement, unasked: [Unasked]) {
        let unsettled = document.unsettled
        let uses = Dictionary(document.allReferences.map { ($0, 1) }, uniquingKeysWith: +)
        var settlement = Settlement(runID: document.info.runID, findings: [])
        var unasked: [Unasked] = []
        guard !unsettled.isEmpty else { return (settlement, []) }
        var targets = try await Targets(
            root: Recording(document).root(ofJournal: journal), environmentFiles: environmentFiles, in: shell)
        let transport = CurlTransport(shell, addresses: addresses)
        for (suite, testcase) in unsettled {
            func leaveOut(_ reason: String) {
                unasked.append(Unasked(suite: suite.name, step: testcase.name, reason: reason))
            }
            guard let reference = testcase.request?.reference else {
                leaveOut("it had no client_ref_id, so the API cannot be asked about it")
                continue
            }
            guard uses[reference] == 1 else {
                leaveOut("other requests of the run had the same client_ref_id, so the API cannot tell them apart")
                continue
            }
            guard let target = try await targets.target(of: suite, in: shell) else {
                leaveOut("its sandbox was a part of the run, and ended with it")
                continue
            }
            let inquiry = TransactionInquiry(target, over: transport, services: shell.services)
            let time = shell.services.now.rfc3339
            settlement.findings.append(
                SettledRequest(
                    suite: suite.name, step: testcase.name, reference: reference,
                    await inquiry.finding(of: reference), askedAt: time))
        }
        if !settlement.findings.isEmpty { try write(settlement) }
        return (settlement, unasked)
    }

    private func write(_ settlement: Settlement) throws(CommandError) {
        let path = SettlementFile.path(of: settlement.runID, beside: journal)
        let earlier = SettlementFile.read(path)
        guard FileKind(of: path) == nil || earlier != nil, !SettlementFile.isLink(path) else {
            throw CommandError(
                .unfinished,
                [.error(.unwritableFile, "\(path) is not a file of 'ekoflow settle'", at: nil, help: "move it away")])
        }
        let all = earlier?.merged(with: settlement) ?? settlement
        do throws(FileError) {
            try WholeFile.write(all.json, to: path)
        } catch {
            throw CommandError(.unfinished, [.unwritable(path, error)])
        }
    }
}

/// The environments of a finished run.
private struct Targets {
    private let resolverOf: (Set<String>) -> TargetResolver
    private var loader: WorkflowLoader
    private let root: WorkspaceRoot
    private var known: [String: TargetEnvironment?] = [:]

    init(root: WorkspaceRoot, environmentFiles: [String], in shell: Shell) async throws(CommandError) {
        let (variables, problems) = await EnvironmentVariables.load(environmentFiles, in: shell)
        try shell.check(problems)
        self.root = root
        loader = WorkflowLoader(in: root, variable: variables.value)
        resolverOf = { TargetResolver(.live(variables, hiding: $0)) }
    }

    /// Nil for a sandbox that ended with the run.
    mutating func target(of suite: ReportSuite, in shell: Shell) async throws(CommandError) -> TargetEnvironment? {
        let path = root.location(of: suite.file)
        // A journal is only text: what it names must be of its own workspace, or a key could go elsewhere.
        guard !suite.file.hasPrefix("/"), Workspace.isIn(root.path, canonicalPath(path)) else {
            throw .invalidInput(.notOfWorkspace(suite.file, root))
        }
        let key = suite.environment + "\n" + path
        if let target = known[key] { return target }
        // A workflow can have credentials of its own.
        let workflow = loader.workflow(path, variables: [], environment: suite.environment)
        let environment = loader.environment(named: suite.environment, near: path)
        guard let workflow, let environment else {
            throw CommandError(.invalidInput, loader.diagnostics.filter { $0.severity == .error })
        }
        if case .embeddedSandbox = environment.endpoint {
            known[key] = .some(nil)
            return nil
        }
        let isBuiltIn = environment.endpoint.isEmbedded
        guard isBuiltIn || Workspace.isIn(root.path, canonicalPath(environment.file.location)) else {
            throw .invalidInput(.notOfWorkspace(environment.file.location, root))
        }
        let names = Set(environment.credentialVariables + workflow.credentials.variableNames)
        let (target, problems) = await resolverOf(names).target(
            environment, credentials: workflow.credentials,
            sandbox: SandboxEndpoint(environment.endpoint, embedded: nil))
        try shell.check(problems)
        known[key] = .some(target)
        return target
    }
}

extension Diagnostic {
    fileprivate static func notOfWorkspace(_ path: String, _ root: WorkspaceRoot) -> Diagnostic {
        .error(
            .unreadableFile, "the journal names \(path), which is outside its workspace \(root.path)", at: nil,
            help: "settle a run where it was made")
    }
}
