/// The variables that workflows and environments name: those of the process, and behind them those of files.
struct EnvironmentVariables: Sendable {
    static let ofProcess = EnvironmentVariables(ofFiles: [:])

    private let ofFiles: [String: String]

    init(ofFiles: [String: String]) {
        self.ofFiles = ofFiles
    }

    /// Who sets a variable for one command means that one.
    func value(_ name: String) -> String? { ProcessEnvironment.value(name) ?? ofFiles[name] }
}
