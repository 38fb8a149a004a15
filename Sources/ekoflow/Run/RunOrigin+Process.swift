import WorkflowReports

extension RunOrigin {
    /// Of this process. CI engines tell the commit and the job in environment variables.
    init(of arguments: [String], _ shell: Shell) {
        self.init()
        command = (["ekoflow"] + Self.withoutValues(arguments)).map(\.shellQuoted).joined(separator: " ")
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

extension String {
    /// As a shell reads it: in single quotes if it has anything but plain characters.
    fileprivate var shellQuoted: String {
        let isPlain =
            !isEmpty
            && utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-_./:=,@%+…".utf8.contains(byte)
            }
        return isPlain ? self : "'\(replacing("'", with: "'\\''"))'"
    }
}
