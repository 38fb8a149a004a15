import ArgumentParser

/// The options that say whether a run continues an earlier one.
struct RestartOptions: ParsableArguments {
    @Flag(
        help:
            "Continue the last run with the same arguments, if it was cut off or interrupted: what it made is not made again."
    )
    var resume = false

    @Option(
        help: ArgumentHelp(
            "CI's own name for this run. The same key is the same run: started again, it makes only what is missing.",
            valueName: "key"))
    var runKey: String?

    @Flag(help: "Start anew, although an earlier run of the same workflows is unfinished. It can text people again.")
    var again = false

    func validate() throws {
        if [resume, runKey != nil, again].filter(\.self).count > 1 {
            throw ValidationError("--resume, --run-key and --again: give one of them")
        }
        if let runKey {
            let isPlain = runKey.utf8.allSatisfy { 0x21...0x7E ~= $0 }
            guard !runKey.isEmpty, runKey.utf8.count <= 200, isPlain else {
                throw ValidationError("--run-key: expected 1 to 200 visible ASCII characters, without spaces")
            }
        }
    }

    var choice: RestartChoice {
        if resume { return .resume }
        if again { return .again }
        return runKey.map { .key($0) } ?? .undecided
    }
}

/// Whether a run continues an earlier one.
enum RestartChoice: Sendable, Equatable {
    /// Nothing was said: an unfinished run of the same workflows is in the way.
    case undecided
    case resume
    case again
    case key(String)
}
