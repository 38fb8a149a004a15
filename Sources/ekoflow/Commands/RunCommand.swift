import ArgumentParser
import JSON
import WorkflowEngine
import WorkflowModel
import WorkflowReports
import YAMLSource

struct RunCommand: AsyncParsableCommand {
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

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("How many cases and workflows run at once; in production it is one.", valueName: "number"))
    var jobs = 1

    @OptionGroup(title: "Reports") var reportOptions: ReportOptions

    @Option(
        help: ArgumentHelp(
            "Where each send is noted before it is made; 'ekoflow report' reads it.", valueName: "path"))
    var journal = JournalFile.defaultPath

    @Option(help: ArgumentHelp("Allow sends in this production environment.", valueName: "name"))
    var confirmProduction: String?

    @Flag(help: "Show mobile numbers whole, in the output and in reports.")
    var showRecipients = false

    func validate() throws {
        let outputs = reportOptions.outputs(defaultJUnit: Self.defaultJUnit)
        if let same = outputs.first(where: { canonicalPath($0.path) == canonicalPath(journal) }) {
            throw ValidationError("a report and the journal go to '\(same.path)': give each its own")
        }
        if !(1...256).contains(jobs) { throw ValidationError("--jobs \(jobs): expected a number from 1 to 256") }
    }

    private static let defaultJUnit = "reports/junit.xml"

    func run() async throws {
        let styler = TextStyler.forOutput(isTerminal: StandardOutput.isTerminal)
        let reports = RunReports(
            reportOptions.outputs(defaultJUnit: Self.defaultJUnit), github: reportOptions.github,
            masksNumbers: !showRecipients)
        let interruption = Interruption()
        let (environmentVariables, variableProblems) = await environmentFiles.load()
        let pipeline = RunPipeline(
            environmentName: target.environmentName, variables: variables,
            environmentVariables: environmentVariables, selection: selection.selection,
            limits: limits.limits, jobs: jobs, services: .ofProcess)

        let loaded = pipeline.load(paths)
        try reports.stopOnErrors(variableProblems + loaded.diagnostics)
        try reports.open()
        let runID = try RunServices.ofProcess.uniqueReference(prefix: "")
        let (plan, sandbox, planProblems) = try await reports.stopOnFailure("the sandbox cannot start") {
            try await pipeline.plan(loaded, runID: runID)
        }
        try reports.stopOnErrors(planProblems)
        if plan.environments.contains(where: { $0.limits.recipients != nil }) {
            try reports.stopOnRefusals(PlanPreview(plan, services: .ofProcess).refusals)
        }
        if jobs > 1, plan.environments.contains(where: \.isProduction) {
            try reports.refuse("in production, one workflow runs at a time", hint: "leave out --jobs")
        }
        try ProductionConfirmation(confirmed: confirmProduction).require(for: plan, reports: reports)

        try await reports.stopOnFailure("the sandbox cannot be used") {
            try await pipeline.requireSandboxes(of: plan, embedded: sandbox)
        }
        let composer = ReportComposer(
            plan, hostname: machineName(), version: ekoflowVersion, masksNumbers: !showRecipients)
        let journal = try reports.start(journal, for: plan, composer: composer)
        let console = ConsoleReporter(styler: styler, plan: plan, masksNumbers: !showRecipients)
        let (summary, isShown) = await pipeline.run(
            plan, composer: composer, console: console, journal: journal, reports: reports, interruption: interruption)
        await sandbox?.stop()

        var isWritten = isShown && StandardOutput.write(console.summary(of: summary))
        isWritten = reports.finish() && isWritten
        if let problem = journal.problem {
            StandardError.write("error: the journal \(journal.path) is not whole: \(problem)\n")
            isWritten = false
        }
        if !isShown { StandardError.write("error: not all of the output could be written\n") }
        if let signal = interruption.signal { throw ExitStatus(rawValue: 128 + signal) ?? .interrupted }
        let status = ExitStatus(summary.tally)
        throw isWritten || status == .refused ? status : .unfinished
    }
}
