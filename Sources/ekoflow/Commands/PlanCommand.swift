import ArgumentParser
import JSON
import WorkflowEngine
import WorkflowModel
import WorkflowReports

struct PlanCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Shows what a run would send and whom it would text, and sends nothing.",
        usage: "ekoflow plan [<path> ...] [--env <name>] [<options>]",
        discussion: """
            Every value is computed, and every request signed, as in a run. For an environment with a ledger, this shows what is left of the day and the month. The exit code is 4 if the limits, the budgets or the recipients would refuse a send, and 2 if a request cannot be made.

            Examples:
              ekoflow plan workflows/send.yml
              ekoflow plan workflows --env prod --max-sends 2
              ekoflow plan workflows/send.yml --curl --show-recipients
            """)

    @Argument(help: ArgumentHelp("Workflow files, and folders of them.", valueName: "path"))
    var paths: [String] = [Workspace.workflowsFolder]

    @OptionGroup var target: TargetOptions

    @OptionGroup(title: "Variables") var variables: VariableOptions

    @OptionGroup(title: "Variables") var environmentFiles: EnvironmentFileOptions

    @OptionGroup(title: "Selection") var selection: SelectionOptions

    @OptionGroup(title: "Selection") var sharding: ShardOptions

    @OptionGroup(title: "Selection") var repeatOption: RepeatOption

    @OptionGroup(title: "Limits") var limits: LimitOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print curl commands that make the same requests.")
    var curl = false

    @Flag(help: "Show mobile numbers whole.")
    var showRecipients = false

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func validate() throws {
        if json && curl { throw ValidationError("--json and --curl: give one of them") }
    }

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let request = RunRequest(
            root: WorkspaceRoot(ofArguments: paths), paths: paths, environmentName: target.environmentName,
            variables: variables.sources,
            environmentFiles: environmentFiles.envFile, selection: selection.selection, limits: limits.limits,
            sharding: sharding.sharding)
        let loaded = await request.load(in: shell)
        try shell.check(loaded.diagnostics, masksNumbers: !showRecipients)
        let planned = try await loaded.plan(in: shell)
        await planned.sandbox?.stop()
        var workflows = planned.plan.workflows
        workflows.repeat(repeatOption.repetitions)
        let preview = await PlanPreview(
            RunPlan(id: planned.plan.id, workflows: workflows), services: shell.services)
        let report = PlanReport(
            preview, limits: planned.limits, uses: PlannedUses(preview, root: request.root, shell: shell).all(),
            masksNumbers: !showRecipients, isEmbedded: planned.sandbox != nil)
        shell.output.write(
            json
                ? report.json : curl ? report.curl : report.text(shell.styler(for: shell.output)))
        shell.show(preview.refusals, masksNumbers: !showRecipients)
        if preview.requests.contains(where: { $0.problem != nil && !$0.isConditional }) { return .invalidInput }
        return preview.refusals.isEmpty && !report.exceedsLimits ? .passed : .refused
    }
}
