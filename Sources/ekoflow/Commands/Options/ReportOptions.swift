import ArgumentParser
import WorkflowReports

/// The options that say which reports are written, any number of them.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Write JUnit XML: for a run, to reports/junit.xml unless told otherwise.", valueName: "path")
    )
    var junit: String?

    @Flag(help: "Write the JUnit XML in the form for readers that check it against a schema.")
    var junitStrict = false

    @Option(name: .customLong("json"), help: ArgumentHelp("Write JSON with each exchange.", valueName: "path"))
    var json: String?

    @Option(help: ArgumentHelp("Write a page that shows and filters each step.", valueName: "path"))
    var html: String?

    @Option(help: ArgumentHelp("Write TAP 14.", valueName: "path"))
    var tap: String?

    @Flag(help: "Print annotations for GitHub Actions, and add to the job's summary.")
    var github = false

    /// Nothing is written.
    static var none: ReportOptions {
        // Parsed from no arguments, as a value made by hand would have none of its wrappers set.
        guard let options = try? ReportOptions.parse([]) else { preconditionFailure("no option is required") }
        return options
    }

    /// The outputs, each with its format.
    func outputs(defaultJUnit: String? = nil) -> [ReportOutput] {
        let all: [(String?, any ReportFormat)] = [
            (junit ?? defaultJUnit, JUnitFormat(isStrict: junitStrict)), (json, JSONFormat()), (html, HTMLFormat()),
            (tap, TAPFormat()),
        ]
        return all.compactMap { path, format in path.map { ReportOutput(path: $0, format: format) } }
    }

    /// Ends the command where a report would take the place of a file that it reads.
    func refuse(inputs: [String]) throws {
        let read = Set(inputs.map(canonicalPath))
        guard let output = outputs().first(where: { read.contains(canonicalPath($0.path)) }) else { return }
        StandardError.write("error: '\(output.path)' is read here: a report in its place would overwrite it\n")
        throw ExitStatus.invalidInput
    }

    func validate() throws { try requireApart() }

    /// Throws where a path is not one of a report, or two are the same.
    func requireApart(defaultJUnit: String? = nil) throws {
        var taken: Set<String> = []
        for path in outputs(defaultJUnit: defaultJUnit).map(\.path) {
            if path.isEmpty || path == "-" || path.hasSuffix("/") || path.hasSuffix(".yml") || path.hasSuffix(".yaml") {
                throw ValidationError(
                    "'\(path)' cannot be the path of a report: it is a file of its own, such as reports/junit.xml")
            }
            if !taken.insert(canonicalPath(path)).inserted { throw ValidationError("two reports go to '\(path)'") }
        }
    }
}

/// A report that is wanted.
struct ReportOutput {
    let path: String
    let format: any ReportFormat
}
