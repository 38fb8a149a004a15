import ArgumentParser
import WorkflowEngine

/// The options that select one of several parts. Each part runs on its own machine.
struct ShardOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Run one part, for example 2/5. auto reads the part from the CI system's variables.", valueName: "part"),
        transform: ShardOptions.shard)
    var shard: Shard?

    @Option(
        help: ArgumentHelp(
            "Balance the parts by the times in an earlier run's JSON report. All parts need the same file.",
            valueName: "path"))
    var timings: String?

    func validate() throws {
        if timings != nil, shard == nil {
            throw ValidationError("--timings balances the parts of --shard, which is not given")
        }
    }

    var sharding: Sharding { Sharding(shard: shard, timings: timings) }

    private static func shard(_ text: String) throws -> Shard {
        if text == "auto" {
            if let shard = ShardDetection.shard(ProcessEnvironment.value) { return shard }
            let found = ShardDetection.found(ProcessEnvironment.value).map { ", and found \($0)" } ?? ""
            throw ValidationError(
                "no CI variable says which part this is; looked for: \(ShardDetection.names)\(found)")
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map {
            $0.allSatisfy(\.isNumber) ? Int($0) : nil
        }
        guard parts.count == 2, let number = parts[0], let count = parts[1],
            let shard = Shard(number: number, count: count)
        else { throw ValidationError("expected a part, for example 2/5 (from 1 to the number of parts), or auto") }
        return shard
    }
}
