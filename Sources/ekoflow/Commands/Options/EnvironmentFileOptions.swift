import ArgumentParser

/// The option that reads environment variables from a file, mostly keys.
struct EnvironmentFileOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Take environment variables from a file such as .env; those that are set go first.", valueName: "path"))
    var envFile: [String] = []
}
