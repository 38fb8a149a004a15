import ArgumentParser

/// How often everything is run.
struct RepeatOption: ParsableArguments {
    @Option(name: .customLong("repeat"), help: ArgumentHelp("Run everything this many times.", valueName: "number"))
    var repetitions = 1

    func validate() throws {
        if !(1...1_000).contains(repetitions) {
            throw ValidationError("--repeat \(repetitions): expected a number from 1 to 1000")
        }
    }
}
