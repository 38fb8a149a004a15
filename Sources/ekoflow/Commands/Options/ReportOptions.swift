import ArgumentParser
import WorkflowReports

/// The options that say which reports are written. There can be any number of reports.
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

    @Flag(help: "Let a report replace a file that is not a report.")
    var overwrite = false

    /// Where a run writes JUnit XML if no path is given, below the root of the workspace.
    static let standardJUnit = "reports/junit.xml"

    /// The options that write a report, each with its path and format.
    private func formats(junit: String?) -> [(option: String, path: String?, format: any ReportFormat)] {
        [
            ("--junit", junit, JUnitFormat(isStrict: junitStrict)),
            ("--json", json, JSONFormat()),
            ("--html", html, HTMLFormat()),
            ("--tap", tap, TAPFormat()),
        ]
    }

    /// The reports that are wanted.
    func outputs(defaultJUnit: String? = nil) -> [ReportOutput] {
        formats(junit: junit ?? defaultJUnit).compactMap { option, path, format in
            path.map { ReportOutput(option: option, path: $0, format: format) }
        }
    }

    func settings(defaultJUnit: String? = nil) -> RunSettings {
        var settings = RunSettings()
        settings.reports = outputs(defaultJUnit: defaultJUnit)
        settings.overwrites = overwrite
        settings.showsGitHub = github
        return settings
    }

    func validate() throws { try requireApart() }

    /// Throws if no report is wanted.
    func requireAny() throws {
        guard outputs().isEmpty, !github else { return }
        let names = formats(junit: nil).map(\.option).joined(separator: ", ")
        throw ValidationError("say what to write: \(names) or --github")
    }

    /// Throws if a path cannot be the path of a report, or if two paths are the same.
    private func requireApart() throws {
        var taken: Set<String> = []
        for path in outputs().map(\.path) {
            if path.isEmpty || path == "-" || path.hasSuffix("/") || path.hasSuffix(".yml") || path.hasSuffix(".yaml") {
                throw ValidationError(
                    "'\(path)' cannot be the path of a report: it is a file of its own, such as reports/junit.xml")
            }
            if !taken.insert(canonicalPath(path)).inserted { throw ValidationError("two reports go to '\(path)'") }
        }
    }
}
