import ArgumentParser

/// The option that names the environment.
struct TargetOptions: ParsableArguments {
    @Option(
        name: [.customShort("e"), .customLong("env")], parsing: .singleValue,
        help: ArgumentHelp("Run in this environment. It overrides the one that the workflow names.", valueName: "name"))
    var environment: [String] = []

    var environmentName: String? { environment.first }

    func validate() throws {
        // The environment decides who is texted, so it must be clear which one was meant.
        if environment.count > 1 { throw ValidationError("--env is given twice") }
    }
}
