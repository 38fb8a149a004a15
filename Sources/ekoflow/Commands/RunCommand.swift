import ArgumentParser

struct RunCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs workflows and writes a JUnit report.",
        usage: "ekoflow run <path> ... [--env <name>] [<options>]",
        discussion: """
            Everything is checked before the first request; a problem in any file means that nothing is sent.

            Examples:
              ekoflow run workflows/send.yml                  # its own environment
              ekoflow run workflows/send.yml --env sandbox    # nobody is texted
              ekoflow run workflows --var mobile=9002336768   # a whole folder
              ekoflow run workflows --tags 'smoke and not slow'
            """)

    @Argument(
        help: ArgumentHelp(
            "Workflow files, and folders of them; names that start with _ are left out.", valueName: "path"))
    var paths: [String]

    @OptionGroup var target: TargetOptions

    @OptionGroup(title: "Variables") var variables: VariableOptions

    @OptionGroup(title: "Variables") var environmentFiles: EnvironmentFileOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    @OptionGroup(title: "Limits") var limits: LimitOptions

    @OptionGroup(title: "Execution") var execution: ExecutionOptions

    @OptionGroup(title: "Execution") var sharding: ShardOptions

    @OptionGroup(title: "Reports") var reportOptions: ReportOptions

    @Option(
        help: ArgumentHelp(
            "Where each send is noted before it is made; 'ekoflow report' reads it.", valueName: "path"))
    var journal = JournalPath.standard

    @Option(help: ArgumentHelp("Allow sends in this production environment.", valueName: "name"))
    var confirmProduction: String?

    @Flag(help: "Show mobile numbers whole, in the output and in reports.")
    var showRecipients = false

    func validate() throws {
        try reportOptions.requireApart(defaultJUnit: Self.defaultJUnit)
        let outputs = reportOptions.outputs(defaultJUnit: Self.defaultJUnit)
        if let same = outputs.first(where: { canonicalPath($0.path) == canonicalPath(journal) }) {
            throw ValidationError("a report and the journal go to '\(same.path)': give each its own")
        }
    }

    private static let defaultJUnit = "reports/junit.xml"

    func run(in shell: Shell) async -> ExitStatus {
        let run = Run(request: request, settings: settings, shell: shell)
        do throws(CommandError) {
            let loaded = try await run.load()
            let (planned, outputs) = try await run.plan(loaded)
            let cleared = try await run.clear(planned, outputs)
            return await run.execute(cleared)
        } catch {
            return run.end(error)
        }
    }

    private var request: RunRequest {
        RunRequest(
            paths: paths, environmentName: target.environmentName, variables: variables.sources,
            environmentFiles: environmentFiles.envFile, selection: selection.selection, limits: limits.limits,
            sharding: sharding.sharding)
    }

    private var settings: RunSettings {
        var settings = reportOptions.settings(defaultJUnit: Self.defaultJUnit)
        settings.jobs = execution.jobs
        settings.failsFast = execution.failFast
        settings.timeout = execution.timeout
        settings.repetitions = execution.repetitions
        settings.shuffle = execution.shuffle
        settings.isQuiet = execution.quiet
        settings.confirmedProduction = confirmProduction
        settings.journalPath = journal
        settings.masksNumbers = !showRecipients
        return settings
    }
}
