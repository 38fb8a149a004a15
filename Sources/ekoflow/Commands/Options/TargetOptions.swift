import ArgumentParser

/// The option that names the environment.
struct TargetOptions: ParsableArguments {
    @Option(
        name: [.customShort("e"), .customLong("env")], parsing: .singleValue,
        help: ArgumentHelp("Take this environment, in place of the workflow's own.", valueName: "name"))
    var environment: [String] = []

    var environmentName: String? { environment.first }

    func validate() throws {
        // Which of the two was meant decides whom a run texts.
        if environment.count > 1 { throw ValidationError("--env is given twice") }
    }
}
