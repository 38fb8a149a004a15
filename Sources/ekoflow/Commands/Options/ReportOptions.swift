import ArgumentParser
import WorkflowReports

/// The options that say which reports are written. There can be any number of reports.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write JUnit XML here. 'ekoflow run' writes reports/junit.xml if this is left out.", valueName: "path")
    )
    var junit: String?

    @Flag(help: "Write JUnit XML that follows a strict schema, for readers that validate it.")
    var junitStrict = false

    @Option(
        name: .customLong("json"),
        help: ArgumentHelp("Write a JSON report, with each request and response.", valueName: "path"))
    var json: String?

    @Option(help: ArgumentHelp("Write an HTML report.", valueName: "path"))
    var html: String?

    @Option(help: ArgumentHelp("Write a TAP 14 report.", valueName: "path"))
    var tap: String?

    @Flag(help: "Print annotations for GitHub Actions, and write the job's summary.")
    var github = false

    @Flag(help: "Let a report overwrite a file that is not a report.")
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
        throw ValidationError("nothing to write: give at least one of \(names) or --github")
    }

    /// Throws if a path cannot be the path of a report, or if two paths are the same.
    private func requireApart() throws {
        var taken: Set<String> = []
        for path in outputs().map(\.path) {
            if path.hasSuffix(".yml") || path.hasSuffix(".yaml") {
                throw ValidationError("'\(path)' cannot be the path of a report: it is the name of a workflow")
            }
            if path.isEmpty || path == "-" || path.hasSuffix("/") {
                throw ValidationError(
                    "'\(path)' cannot be the path of a report: give a file name, for example reports/junit.xml")
            }
            if !taken.insert(canonicalPath(path)).inserted {
                throw ValidationError("two reports have the same path '\(path)'")
            }
        }
    }
}
