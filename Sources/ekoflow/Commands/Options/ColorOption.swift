import ArgumentParser

/// When the output is coloured.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
    case auto
    case always
    case never
}

/// `--color`, of commands whose output is for people.
struct ColorOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Colour the output: always, never, or only on a terminal and in the logs of CI systems (auto).",
            valueName: "when"))
    var color = ColorChoice.auto
}
