import WorkflowReports

extension RunOrigin {
    /// Of this process. CI engines tell the commit and the job in environment variables.
    init(of arguments: [String], _ shell: Shell) {
        self.init()
        command = (["ekoflow"] + Self.withoutValues(arguments)).map(ShellText.word).joined(separator: " ")
        func first(_ names: String...) -> String? {
            names.lazy.compactMap { shell.variable($0) }.first { !$0.isEmpty }
        }
        commit = first(
            "GITHUB_SHA", "CI_COMMIT_SHA", "GIT_COMMIT", "BUILD_SOURCEVERSION", "CIRCLE_SHA1", "BUILDKITE_COMMIT")
        job = first("CI_JOB_URL", "BUILD_URL", "CIRCLE_BUILD_URL", "BUILDKITE_BUILD_URL")
        if job == nil, let server = first("GITHUB_SERVER_URL"), let repository = first("GITHUB_REPOSITORY"),
            let run = first("GITHUB_RUN_ID")
        {
            job = "\(server)/\(repository)/actions/runs/\(run)"
        }
    }

    /// The arguments without the values of variables, because a value can be secret.
    private static func withoutValues(_ arguments: [String]) -> [String] {
        func hidden(_ variable: Substring) -> String { "\(variable.prefix { $0 != "=" })=…" }
        return arguments.indices.map { index in
            let argument = arguments[index]
            if argument.hasPrefix("--var=") { return "--var=" + hidden(argument.dropFirst("--var=".count)) }
            return index > 0 && arguments[index - 1] == "--var" ? hidden(argument[...]) : argument
        }
    }
}
