import ArgumentParser

struct RunCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs workflows and writes a JUnit report.",
        usage: "ekoflow run [<path> ...] [--env <name>] [<options>]",
        discussion: """
            Everything is checked before the first request. If any file has a problem, nothing is sent.

            Examples:
              ekoflow run workflows/send.yml                  # its own environment
              ekoflow run workflows/send.yml --env sandbox    # nobody is texted
              ekoflow run workflows --var mobile=9002336768   # a whole folder
              ekoflow run workflows --tags 'smoke and not slow'
            """)

    @Argument(
        help: ArgumentHelp(
            "Workflow files, and folders of them; names that start with _ are left out.",
            valueName: "path"))
    var paths: [String] = [Workspace.workflowsFolder]

    @OptionGroup var target: TargetOptions

    @OptionGroup(title: "Variables") var variables: VariableOptions

    @OptionGroup(title: "Variables") var environmentFiles: EnvironmentFileOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    @OptionGroup(title: "Limits") var limits: LimitOptions

    @OptionGroup(title: "Execution") var execution: ExecutionOptions

    @OptionGroup(title: "Execution") var restart: RestartOptions

    @OptionGroup(title: "Execution") var sharding: ShardOptions

    @OptionGroup(title: "Execution") var connection: ConnectionOption

    @OptionGroup(title: "Reports") var reportOptions: ReportOptions

    @Option(
        help: ArgumentHelp(
            "Where each request that does more than read is written before it is made: reports/journal.jsonl if not given.",
            valueName: "path"))
    var journal: String?

    @Option(help: ArgumentHelp("Allow sends in this production environment.", valueName: "name"))
    var confirmProduction: String?

    @Flag(help: "Show whole mobile numbers, in the output and in reports.")
    var showRecipients = false

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let root = WorkspaceRoot(ofArguments: paths)
        let settings = settings(in: root)
        try settings.requireApart(journal: settings.journalPath)
        let run = Run(request: request(in: root), settings: settings, shell: shell, addresses: connection.resolve)
        do throws(CommandError) {
            let loaded = try await run.load()
            let (planned, outputs) = try await run.plan(loaded)
            let cleared = try await run.clear(planned, outputs)
            return await run.execute(cleared)
        } catch {
            return run.end(error)
        }
    }

    private func request(in root: WorkspaceRoot) -> RunRequest {
        RunRequest(
            root: root, paths: paths, environmentName: target.environmentName, variables: variables.sources,
            environmentFiles: environmentFiles.envFile, selection: selection.selection, limits: limits.limits,
            sharding: sharding.sharding)
    }

    private func settings(in root: WorkspaceRoot) -> RunSettings {
        var settings = reportOptions.settings(defaultJUnit: root.location(of: ReportOptions.standardJUnit))
        settings.root = root
        settings.jobs = execution.jobs
        settings.restart = restart.choice
        settings.failsFast = execution.failFast
        settings.timeout = execution.timeout
        settings.repetitions = execution.repeatOption.repetitions
        settings.shuffle = execution.shuffle
        settings.isQuiet = execution.quiet
        settings.isVerbose = execution.verbose
        settings.confirmedProduction = confirmProduction
        settings.arguments = Array(CommandLine.arguments.dropFirst())
        settings.keepsEarlierJournals = journal == nil
        settings.journalPath = journal ?? root.location(of: JournalPath.standard)
        settings.masksNumbers = !showRecipients
        return settings
    }
}
