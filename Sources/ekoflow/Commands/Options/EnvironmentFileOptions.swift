import ArgumentParser

/// The option that reads environment variables from a file, mostly keys.
struct EnvironmentFileOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Read environment variables from a file, for example .env. Variables that are set already override it.",
            valueName: "path"))
    var envFile: [String] = []
}
