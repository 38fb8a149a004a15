import ArgumentParser
import WorkflowReports

struct CoverageCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Shows which documented answers of the API your runs have met.",
        usage: "ekoflow coverage <path> ... [--minimum <percent>] [--all] [--json]",
        discussion: """
            Reads journals, and reports in JSON. For each operation: its own answers, the documented statuses and HTTP statuses, and the parameters that the API reported as invalid.

            Examples:
              ekoflow coverage reports/run.json
              ekoflow coverage reports/*.json --minimum 80%
            """)

    @Argument(help: ArgumentHelp("Journals, or reports in JSON.", valueName: "path"))
    var paths: [String]

    @Option(
        help: ArgumentHelp("Exit with 1 if less than this is met, for example 80%.", valueName: "percent"),
        transform: CoverageCommand.percentage)
    var minimum: Int?

    @Flag(help: "Count every documented operation, and not only those for OTPs and those that were called.")
    var all = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    private static func percentage(_ text: String) throws -> Int {
        let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
        guard let value = Int(digits), 0...100 ~= value else {
            throw ValidationError("expected a percentage from 0% to 100%, for example 80%")
        }
        return value
    }

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        var documents: [ReportDocument] = []
        for path in paths { documents.append(try FinishedRun.read(run: path)) }
        let coverage = CoverageReport(documents, ofWholeAPI: all)
        shell.output.write(json ? coverage.json : coverage.text(shell.styler(for: shell.output)))
        guard let minimum, coverage.percentage < minimum else { return .passed }
        shell.errors.write("coverage is \(coverage.percentage)%, and \(minimum)% is the minimum\n")
        return .failed
    }
}
