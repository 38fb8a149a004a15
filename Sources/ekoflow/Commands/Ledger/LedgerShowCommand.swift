import ArgumentParser
import JSON
import Ledger
import SQLDatabase
import WorkflowReports

/// `ekoflow ledger show RUN`.
struct LedgerShowCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a run's requests that did more than to read.",
        discussion: """
            The state of a request is: 'claimed', if nobody has said yet what came of it; 'answered'; 'not_sent', if it is certain that \
            nothing left; and 'unknown', if it may have left and has no answer. The outcome says whether its effect happened.
            """)

    @Argument(help: ArgumentHelp("The name of a run, as 'ekoflow ledger list' shows it.", valueName: "run"))
    var run: String

    @OptionGroup var ledger: LedgerOptions

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let opened = try await ledger.choose(in: shell).require(for: .reading)
        let runs = try opened.runs(withKey: run)
        let styler = shell.styler(for: shell.output)
        if json {
            shell.output.write(
                "{\"runs\":[\(runs.map { JSONText.inert($0.json) }.joined(separator: ","))],\"requests\":")
        } else {
            for run in runs { shell.output.write(run.text(styler)) }
            shell.output.write("\n")
        }
        let list = RequestList(opened, LedgerStore.RequestFilter(runKey: run))
        if json {
            try list.writeJSON(to: shell.output)
            shell.output.write("}\n")
            return .passed
        }
        var number = 0
        try list.forEachPage { requests in
            for request in requests {
                number += 1
                shell.output.write(request.text(number, styler))
            }
            return shell.output.error == nil
        }
        if number == 0 { shell.output.write("it made no request that did more than to read\n") }
        return .passed
    }
}
