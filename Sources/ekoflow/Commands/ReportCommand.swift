import ArgumentParser
import Source
import WorkflowReports

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes, joins and shows the reports of finished runs.",
        discussion: """
            Each subcommand takes journals and JSON reports.

            Examples:
              ekoflow report list             # the runs whose journals are kept
              ekoflow report --from-journal   # of a run that was killed
              ekoflow report convert reports/run.json --html reports/run.html
              ekoflow report merge part-*.json --junit reports/junit.xml
              ekoflow report show reports/journal.jsonl
            """,
        subcommands: [
            FromJournalCommand.self, ConvertCommand.self, MergeCommand.self, ShowCommand.self, ListRunsCommand.self,
        ],
        defaultSubcommand: FromJournalCommand.self)
}

/// `ekoflow report --from-journal`.
struct FromJournalCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "from-journal",
        abstract: "Writes the report of a run that was killed before it wrote one (also: report --from-journal).",
        discussion: """
            A run writes each request that does more than read to its journal before it makes it. If the run was killed before it could write its \
            report, the journal shows what was done, and what may have been sent.
            """)

    @Flag(help: "Read a journal. If no file is given, it is the journal of the last run.")
    var fromJournal = false

    @Argument(help: ArgumentHelp("A journal, or the name of a run. If left out, the last run.", valueName: "run"))
    var recorded: String?

    @OptionGroup(title: "Reports") var reportOptions: ReportOptions

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        let root = WorkspaceRoot.current
        let path = JournalPath.ofRun(recorded, in: root)
        let settings = reportOptions.settings(defaultJUnit: root.location(of: ReportOptions.standardJUnit))
        try settings.requireApart(journal: nil)
        return try FinishedRun.write(
            try FinishedRun.read(path), settings, inputs: [path], showsSummary: true, in: shell)
    }
}

struct ConvertCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Writes other reports of a finished run.")

    @Argument(help: ArgumentHelp("A journal, or a report in JSON.", valueName: "path"))
    var path: String

    @OptionGroup(title: "Reports") var reportOptions: ReportOptions

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func validate() throws { try reportOptions.requireAny() }

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        try FinishedRun.write(
            try FinishedRun.read(run: path), reportOptions.settings(), inputs: [path], showsSummary: false, in: shell)
    }
}

struct MergeCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Joins the reports of a run that was split over machines.",
        discussion: """
            The exit code is the same as for one run of everything. It is 3 if a part is missing. Parts that are given twice, or \
            that were split in different ways, are not joined.
            """)

    @Argument(help: ArgumentHelp("Journals, or reports in JSON.", valueName: "path"))
    var paths: [String]

    @OptionGroup(title: "Reports") var reportOptions: ReportOptions

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func validate() throws { try reportOptions.requireAny() }

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        var parts: [ReportDocument] = []
        for path in paths { parts.append(try FinishedRun.read(run: path)) }
        if let mismatch = ReportDocument.mismatch(of: parts) {
            throw .invalidInput(.error(.partsDoNotFit, "these cannot be joined: \(mismatch)", at: nil))
        }
        var document = ReportDocument(merging: parts)
        let missing = ReportDocument.missing(from: parts)
        if !missing.isEmpty {
            let list = missing.map(String.init).joined(separator: ", ")
            let reason = "\(missing.count == 1 ? "part \(list) is" : "the parts \(list) are") missing"
            let problem = Diagnostic.error(.partMissing, reason, at: nil)
            document.suites.append(ReportDocument.suiteOfEarlyEnd(Problem(problem), document.info))
            document.end.wasCutOff = true
            shell.show([problem])
        }
        return try FinishedRun.write(document, reportOptions.settings(), inputs: paths, showsSummary: true, in: shell)
    }
}

struct ShowCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows what did not pass in a finished run.")

    @Argument(
        help: ArgumentHelp(
            "A journal, a report in JSON, or the name of a run: the last run if not given.", valueName: "run"))
    var recorded: String?

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        return try FinishedRun.write(
            try FinishedRun.read(run: recorded), RunSettings(), inputs: [], showsSummary: true, in: shell)
    }
}

/// `ekoflow report list`.
struct ListRunsCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the runs whose journals are kept, the latest first.",
        discussion: """
            'ekoflow recheck RUN', 'ekoflow diff RUN RUN' and 'ekoflow report show RUN' take the names of these runs. The last \
            \(KeptJournals.maximumCount) runs are kept, and separately the same number of runs on a sandbox.
            """)

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    func run(in shell: Shell) -> ExitStatus {
        let kept = KeptJournals(in: .current)
        let runs = kept.runs
        let styler = shell.styler(for: shell.output)
        for run in runs {
            shell.output.write(
                "\(styler.apply(.bold, to: LogText.line(run.id)))  \(LogText.line(run.startedAt))  \(LogText.line(run.environments))\n"
            )
        }
        if runs.isEmpty, kept.unreadable.isEmpty { shell.output.write("no runs are kept in this workspace\n") }
        for (path, reason) in kept.unreadable { shell.lose(.unreadable(path, reason)) }
        return .passed
    }
}
