import ArgumentParser
import JSON
import Source
import WorkflowEngine
import WorkflowModel
import WorkflowReports

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Shows what a run would send and whom it would text, and sends nothing.",
        usage: "ekoflow plan <path> ... [--env <name>] [<options>]",
        discussion: """
            Everything is resolved and signed as in a run. The exit code is 4 where the limits would refuse a send.

            Examples:
              ekoflow plan workflows/send.yml
              ekoflow plan workflows --env prod --max-sends 2
              ekoflow plan workflows/send.yml --curl --show-recipients
            """)

    @Argument(help: ArgumentHelp("Workflow files, and folders of them.", valueName: "path"))
    var paths: [String]

    @OptionGroup var target: TargetOptions

    @OptionGroup(title: "Variables") var variables: VariableOptions

    @OptionGroup(title: "Variables") var environmentFiles: EnvironmentFileOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    @OptionGroup(title: "Selection") var sharding: ShardOptions

    @OptionGroup(title: "Limits") var limits: LimitOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print the commands of curl that make the same requests.")
    var curl = false

    @Flag(help: "Show mobile numbers whole.")
    var showRecipients = false

    func validate() throws {
        if json && curl { throw ValidationError("--json and --curl: give one of them") }
    }

    func run() async throws {
        let (environmentVariables, variableProblems) = await environmentFiles.load()
        let pipeline = RunPipeline(
            environmentName: target.environmentName, variables: variables,
            environmentVariables: environmentVariables, selection: selection.selection,
            limits: limits.limits, shard: sharding.shard, services: .ofProcess)
        let loaded = pipeline.load(paths)
        try stopOnErrors(variableProblems + loaded.diagnostics)
        let runID = try RunServices.ofProcess.uniqueReference(prefix: "")
        let (whole, sandbox, problems) = try await pipeline.plan(loaded, runID: runID)
        await sandbox?.stop()
        try stopOnErrors(problems)
        let plan = RunPlan(id: runID, workflows: try sharding.part(of: whole.workflows).workflows)
        let preview = PlanPreview(plan, services: .ofProcess)
        let report = PlanReport(preview, masksNumbers: !showRecipients, isEmbedded: sandbox != nil)
        let styler = TextStyler.forOutput(isTerminal: StandardOutput.isTerminal)
        let text = json ? report.json.prettyPrinted + "\n" : curl ? report.curl : report.text(styler)
        guard StandardOutput.write(text) else { throw ExitStatus.unfinished }
        show(preview.refusals)
        if !preview.refusals.isEmpty || report.exceedsLimits { throw ExitStatus.refused }
    }

    private func stopOnErrors(_ diagnostics: [Diagnostic]) throws {
        show(diagnostics)
        if diagnostics.hasErrors { throw ExitStatus.invalidInput }
    }

    private func show(_ diagnostics: [Diagnostic]) {
        let renderer = DiagnosticRenderer(
            .forOutput(isTerminal: StandardError.isTerminal), masksNumbers: !showRecipients)
        StandardError.write(renderer.render(diagnostics))
    }
}
