import ArgumentParser
import WorkflowReports

struct DiffCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Shows what broke, what was fixed and what got slower between two runs.",
        discussion: """
            BEFORE and AFTER are each the name of a run, a journal, or a JSON report. The exit code is 1 if a step passed before and does not pass now, \
            or a step that is new does not pass.

            Example:
              ekoflow diff reports/yesterday.json reports/today.json
            """)

    @Argument(help: ArgumentHelp("The earlier run.", valueName: "before"))
    var before: String

    @Argument(help: ArgumentHelp("The later run.", valueName: "after"))
    var after: String

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        let runs = (try FinishedRun.read(run: before), try FinishedRun.read(run: after))
        let difference = DocumentDifference(from: runs.0, to: runs.1)
        shell.output.write(DifferenceText(shell.styler(for: shell.output)).text(difference))
        return difference.isForTheWorse ? .failed : .passed
    }
}
