/// Whether output is coloured. `--color` overrides the environment variables, and these override what the stream is.
struct ColorPolicy: Sendable {
    let choice: ColorChoice
    let variable: @Sendable (String) -> String?

    func isColored(isTerminal: Bool) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        // https://no-color.org, https://force-color.org and https://bixense.com/clicolors
        if isSet("NO_COLOR") { return false }
        if isOn("FORCE_COLOR") || isOn("CLICOLOR_FORCE") { return true }
        if variable("FORCE_COLOR") == "0" || variable("TERM") == "dumb" { return false }
        return isTerminal || Self.logsWithColor.contains(where: isOn)
    }

    /// Set by CI engines whose logs show colours.
    private static let logsWithColor = [
        "GITHUB_ACTIONS", "GITLAB_CI", "BUILDKITE", "CIRCLECI", "TF_BUILD", "TRAVIS", "DRONE", "TEAMCITY_VERSION",
    ]

    private func isSet(_ name: String) -> Bool { variable(name).map { !$0.isEmpty } ?? false }
    private func isOn(_ name: String) -> Bool {
        isSet(name) && !["0", "false"].contains(variable(name)?.lowercased() ?? "")
    }
}
