import ArgumentParser
import Ledger
import Source
import WorkflowEngine
import WorkflowModel

/// The options that say which ledger a command is about.
struct LedgerOptions: ParsableArguments {
    @Option(
        name: [.customShort("e"), .customLong("env")],
        help: ArgumentHelp("The ledger of this environment. Without it, your own ledger.", valueName: "name"))
    var environment: String?

    @Option(help: ArgumentHelp("The ledger in this file.", valueName: "path"))
    var file: String?

    @OptionGroup var environmentFiles: EnvironmentFileOptions

    func validate() throws {
        if environment != nil, file != nil { throw ValidationError("--env and --file: give one of them") }
    }

    /// Finds the ledger. It needs the variable with the URL of a database, but no keys.
    func choose(in shell: Shell) async throws(CommandError) -> ChosenLedger {
        let (variables, problems) = await EnvironmentVariables.load(environmentFiles.envFile, in: shell)
        try shell.check(problems)
        guard let name = environment else {
            let path = file.map { canonicalPath($0) } ?? LedgerFile.ofUser(in: .current, variable: shell.variable)
            return ChosenLedger(location: .file(path), environment: nil, variables: variables, shell: shell)
        }
        var loader = WorkflowLoader.withoutAddresses(in: .current, variable: variables.value)
        let environment = loader.environment(named: name, near: canonicalPath(".") + "/workflow.yml")
        guard let environment else { throw CommandError(.invalidInput, loader.diagnostics) }
        shell.show(loader.diagnostics)
        guard let location = try await environment.ledgerLocation(variables, in: shell) else {
            throw .invalidInput(
                .error(
                    .ledgerUnusable, "the environment '\(name)' has no ledger", at: environment.name.range,
                    help: "a sandbox has one only with ledger: { file: PATH }"))
        }
        return ChosenLedger(location: location, environment: environment, variables: variables, shell: shell)
    }
}

extension Environment {
    /// Where its ledger is; nil if it has none. Throws if the URL of its database is not known.
    func ledgerLocation(
        _ variables: EnvironmentVariables, in shell: Shell
    ) async throws(CommandError) -> LedgerLocation? {
        do throws(Diagnostic) {
            let resolver = CredentialResolver.live(variables, hiding: Set(credentialVariables))
            return try await resolver.ledger(self).map {
                LedgerLocation($0, in: .current, variable: shell.variable)
            }
        } catch {
            throw .invalidInput(error)
        }
    }

    /// What its budgets are counted for.
    var account: String {
        let address: String
        switch endpoint {
        case .baseURL(let url): address = url.value
        case .sandbox, .embeddedSandbox: address = SandboxEndpoint(endpoint, embedded: nil)?.baseURL ?? ""
        }
        return WorkflowEngine.account(
            baseURL: address, isEmbedded: endpoint.isEmbedded, initiatorID: initiatorID.value)
    }
}
