import ArgumentParser
import JSON
import Ledger
import WorkflowEngine
import WorkflowReports

/// `ekoflow ledger settle`.
struct LedgerSettleCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "Asks the API about requests whose outcome is unknown. Sends no SMS and moves no money.",
        discussion: """
            For each such request with a client_ref_id, this looks up the transaction, in the environment of the request, and writes into the \
            ledger whether it happened. The request is never made again. Runs that still run are left alone. With --env, only that environment \
            is asked: it must have the address and the initiator_id of the request. The exit code is 0 if every outcome is known now, and 3 if not.

            Examples:
              ekoflow ledger settle --env staging --env-file .env
              ekoflow ledger settle MX432REZ7Q2L5N8VAB4K
            """)

    @Argument(help: ArgumentHelp("Only the requests of this run.", valueName: "run"))
    var run: String?

    @OptionGroup var ledger: LedgerOptions

    @OptionGroup var connection: ConnectionOption

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) async throws(CommandError) -> ExitStatus {
        let chosen = try await ledger.choose(in: shell)
        let opened = try chosen.require(for: .writing)
        if let run { _ = try opened.runs(withKey: run) }
        let inquiries = LedgerInquiries(
            ledger: opened, environment: ledger.environment, variables: chosen.variables,
            addresses: connection.resolve, shell: shell)
        let (answers, running) = try await inquiries.settle(run: run)
        if json {
            shell.output.write(LedgerText.json(answers.map(\.json)))
        } else {
            show(answers, running: running, in: shell)
        }
        return answers.allSatisfy(\.isSettled) && running == 0 ? .passed : .unfinished
    }

    private func show(_ answers: [LedgerInquiries.Answer], running: Int, in shell: Shell) {
        let styler = shell.styler(for: shell.output)
        for answer in answers { shell.output.write(answer.text(styler)) }
        if running > 0 {
            shell.output.write("left \(plural(running, "request")) of runs that still run\n")
        } else if answers.isEmpty {
            shell.output.write("the outcome of every request is known\n")
        }
    }
}

extension LedgerInquiries.Answer {
    private var reasonOrText: String {
        switch result {
        case .asked(let finding): finding.text
        case .unasked(let reason): reason
        }
    }

    fileprivate func text(_ styler: TextStyler) -> String {
        let sign = isSettled ? styler.apply(.green, to: "✓") : styler.apply(.yellow, to: "?")
        let reference = request.shown.reference.map { "  " + styler.apply(.dim, to: LogText.line($0)) } ?? ""
        return
            "\(sign) \(LogText.line("\(request.run): \(request.title)"))\(reference)\n    \(LogText.line(reasonOrText))\n"
    }

    /// In one line.
    fileprivate var json: String {
        var writer = JSONObjectWriter()
        writer.add("run", request.run)
        writer.add("environment", request.shown.environment)
        writer.add("workflow", request.shown.workflow)
        if !request.shown.caseTitle.isEmpty { writer.add("case", request.shown.caseTitle) }
        writer.add("step", request.shown.step)
        if let reference = request.shown.reference { writer.add("client_ref_id", reference) }
        switch result {
        case .asked(let finding): writer.add("result", finding.result.rawValue)
        case .unasked: writer.add("result", "not_asked")
        }
        writer.add("text", reasonOrText)
        return writer.finished()
    }
}
