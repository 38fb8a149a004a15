import ArgumentParser
import JSON
import WorkflowEngine
import WorkflowModel
import WorkflowReports

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

    @OptionGroup(title: "Execution") var execution: ExecutionOptions

    @OptionGroup(title: "Execution") var sharding: ShardOptions

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
        try reportOptions.requireApart(defaultJUnit: Self.defaultJUnit)
        let outputs = reportOptions.outputs(defaultJUnit: Self.defaultJUnit)
        if let same = outputs.first(where: { canonicalPath($0.path) == canonicalPath(journal) }) {
            throw ValidationError("a report and the journal go to '\(same.path)': give each its own")
        }
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
            limits: limits.limits, shard: sharding.shard, services: .ofProcess)

        let loaded = pipeline.load(paths)
        try reportOptions.refuse(inputs: loaded.paths)
        try reports.stopOnErrors(variableProblems + loaded.diagnostics)
        try reports.open()
        let runID = try RunServices.ofProcess.uniqueReference(prefix: "")
        let (whole, sandbox, planProblems) = try await reports.stopOnFailure("the sandbox cannot start") {
            try await pipeline.plan(loaded, runID: runID)
        }
        try reports.stopOnErrors(planProblems)
        let (ownPart, part) = try reports.stopOnInvalidInput("the report of --timings cannot be read") {
            try sharding.part(of: whole.workflows)
        }
        let plan = RunPlan(id: runID, workflows: execution.arranged(ownPart))
        if plan.environments.contains(where: { $0.limits.recipients != nil }) {
            try reports.stopOnRefusals(PlanPreview(plan, services: .ofProcess).refusals)
        }
        if execution.jobs > 1, plan.environments.contains(where: \.isProduction) {
            try reports.refuse("in production, one workflow runs at a time", help: "leave out --jobs")
        }
        try ProductionConfirmation(confirmed: confirmProduction).require(for: plan, reports: reports)

        try await reports.stopOnFailure("the sandbox cannot be used") {
            try await pipeline.requireSandboxes(of: plan, embedded: sandbox)
        }
        let composer = ReportComposer(
            plan, hostname: machineName(), version: ekoflowVersion, masksNumbers: !showRecipients, part: part)
        let journal = try reports.start(journal, for: plan, composer: composer)
        let console = ConsoleReporter(styler: styler, plan: plan, masksNumbers: !showRecipients)
        let (summary, isShown) = await pipeline.run(
            plan, composer: composer, console: console, journal: journal, reports: reports, interruption: interruption,
            execution: execution)
        await sandbox?.stop()

        var isWritten = isShown && StandardOutput.write(console.summary(of: summary))
        let reasonOfEarlyEnd = summary.wasInterrupted ? interruption.reason ?? execution.reasonOfTimeout : nil
        isWritten = reports.finish(endedEarly: reasonOfEarlyEnd) && isWritten
        if let problem = journal.finish() {
            StandardError.write("error: the journal \(journal.path) is not whole: \(problem)\n")
            isWritten = false
        }
        if let reasonOfEarlyEnd, interruption.signal == nil {
            StandardError.write("error: \(reasonOfEarlyEnd)\n")
            throw ExitStatus.unfinished
        }
        if let signal = interruption.signal { throw ExitStatus(rawValue: 128 + signal) ?? .interrupted }
        if plan.workflows.isEmpty, isWritten { throw ExitStatus.passed }
        let status = ExitStatus(summary.tally)
        throw isWritten || status == .refused ? status : .unfinished
    }
}
