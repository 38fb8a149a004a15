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

    @Option(help: ArgumentHelp("Where the JUnit report goes.", valueName: "path"))
    var junit = "reports/junit.xml"

    @Option(
        help: ArgumentHelp(
            "Where each send is noted before it is made; 'ekoflow report' reads it.", valueName: "path"))
    var journal = JournalFile.defaultPath

    @Option(help: ArgumentHelp("Allow sends in this production environment.", valueName: "name"))
    var confirmProduction: String?

    @Flag(help: "Show mobile numbers whole, in the output and in reports.")
    var showRecipients = false

    func validate() throws {
        if canonicalPath(junit) == canonicalPath(journal) {
            throw ValidationError("--junit and --journal are the same file: give each its own")
        }
        if !(1...256).contains(jobs) { throw ValidationError("--jobs \(jobs): expected a number from 1 to 256") }
        if junit.isEmpty || junit.hasSuffix("/") || junit.hasSuffix(".yml") || junit.hasSuffix(".yaml") {
            throw ValidationError(
                "'\(junit)' cannot be the path of the report: it is an XML file, such as reports/junit.xml")
        }
    }

    func run() async throws {
        let styler = TextStyler.forOutput(isTerminal: StandardOutput.isTerminal)
        let report = ReportWriter(path: junit, masksNumbers: !showRecipients)
        let interruption = Interruption()
        let (environmentVariables, variableProblems) = await environmentFiles.load()
        let pipeline = RunPipeline(
            environmentName: target.environmentName, variables: variables,
            environmentVariables: environmentVariables, selection: selection.selection,
            limits: limits.limits, jobs: jobs, services: .ofProcess)

        let loaded = pipeline.load(paths)
        try report.stopOnErrors(variableProblems + loaded.diagnostics)
        try report.requireWritable()
        let runID = try RunServices.ofProcess.uniqueReference(prefix: "")
        let (plan, sandbox, planProblems) = try await report.stopOnFailure("the sandbox cannot start") {
            try await pipeline.plan(loaded, runID: runID)
        }
        try report.stopOnErrors(planProblems)
        if plan.environments.contains(where: { $0.limits.recipients != nil }) {
            try report.stopOnRefusals(PlanPreview(plan, services: .ofProcess).refusals)
        }
        if jobs > 1, plan.environments.contains(where: \.isProduction) {
            try report.refuse("in production, one workflow runs at a time", hint: "leave out --jobs")
        }
        try ProductionConfirmation(confirmed: confirmProduction).require(for: plan, report: report)

        try await report.stopOnFailure("the sandbox cannot be used") {
            try await pipeline.requireSandboxes(of: plan, embedded: sandbox)
        }
        let composer = ReportComposer(plan, hostname: machineName(), masksNumbers: !showRecipients)
        let journal = try report.start(
            journal, for: plan, writer: JournalWriter(composer, of: plan, version: ekoflowVersion))
        let console = ConsoleReporter(styler: styler, plan: plan, masksNumbers: !showRecipients)
        let (result, isShown) = await pipeline.run(
            plan, console: console, journal: journal, interruption: interruption)
        await sandbox?.stop()

        var isWritten = isShown && StandardOutput.write(console.summary(of: result))
        if report.write(JUnitReport(composer.document(result)).text()) {
            isWritten = StandardOutput.write("report: \(junit)\n") && isWritten
        } else {
            isWritten = false
        }
        if let problem = journal.problem {
            StandardError.write("error: the journal \(journal.path) is not whole: \(problem)\n")
            isWritten = false
        }
        if !isShown { StandardError.write("error: not all of the output could be written\n") }
        if let signal = interruption.signal { throw ExitStatus(rawValue: 128 + signal) ?? .interrupted }
        let status = ExitStatus(result.tally)
        throw isWritten || status == .refused ? status : .unfinished
    }
}
