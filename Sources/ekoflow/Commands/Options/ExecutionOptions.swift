import ArgumentParser
import Times

/// The options that say how a run is executed.
struct ExecutionOptions: ParsableArguments {
    @Option(
        name: [.customShort("j", allowingJoined: true), .customLong("jobs")],
        help: ArgumentHelp("How many cases and workflows run at once. In production always one.", valueName: "number"))
    var jobs = 1

    @Flag(help: "Start no workflow after one that did not pass.")
    var failFast = false

    @Option(
        help: ArgumentHelp("End the run after this time, for example 10m. The rest is skipped.", valueName: "duration"),
        transform: ExecutionOptions.duration)
    var timeout: Duration?

    @OptionGroup var repeatOption: RepeatOption

    @Flag(name: .shortAndLong, help: "Show only workflows and cases that did not pass.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Show the request and the response of every step.")
    var verbose = false

    @Option(
        help: ArgumentHelp(
            "Start workflows and cases in a random order. The same seed gives the same order.", valueName: "seed")
    )
    var shuffle: UInt64?

    func validate() throws {
        if !(1...256).contains(jobs) { throw ValidationError("--jobs \(jobs): expected a number from 1 to 256") }
    }

    private static func duration(_ text: String) throws -> Duration {
        guard let duration = parseDuration(text), duration > .zero else {
            let help = DurationText.closest(to: text).map { "; \($0)" } ?? ""
            throw ValidationError("expected a duration, for example 90s or 10m\(help)")
        }
        return duration
    }
}
