import Source
import Spelling

/// An option of other tools, on a command line that does not have it.
struct ForeignOption {
    let name: String
    /// What to write instead.
    let help: String

    /// Nil if the parser's message is about something else, or if no tool is known to have the option.
    init?(parserMessage message: String) {
        let opening = "Unknown option '"
        guard message.hasPrefix(opening) else { return nil }
        name = String(message.dropFirst(opening.count).prefix { $0 != "'" && $0 != "=" })
        let word = name.lowercased().filter { $0 != "-" && $0 != "_" }
        let isMisspelt = !message.contains("Did you mean") && word.count > 4
        let known = isMisspelt ? closestName(to: word, among: Self.replacements.keys.sorted()) : nil
        guard let help = Self.replacements[word] ?? known.flatMap({ Self.replacements[$0] }) else { return nil }
        self.help = help
    }

    var diagnostic: Diagnostic { .error(.invalidOption, "Unknown option '\(name)'", at: nil, help: help) }

    /// By the option's name in lower case, without dashes.
    private static let replacements: [String: String] = {
        let groups: [(names: [String], help: String)] = [
            (["environment", "target", "stage", "profile"], "write --env NAME"),
            (
                ["dryrun", "noop", "preview", "simulate"],
                "'ekoflow plan' shows what a run would send, and sends nothing"
            ),
            (
                ["reporter", "reporters", "report", "output", "out", "o", "format", "outputfile", "outputdir"],
                "write --junit PATH, --json PATH, --html PATH or --tap PATH"
            ),
            (
                ["debug", "trace", "loglevel", "showlog"],
                "write --verbose to see each request and response; --html PATH writes them to a report"
            ),
            (["watch", "w"], "ekoflow has no such option: start the run again after a change"),
            (
                ["grep", "g", "filter", "match", "testname", "k", "folder"],
                "write --only STEP, --case NAME or --tags EXPRESSION"
            ),
            (["tag", "includetags", "excludetags"], "write --tags 'smoke and not slow'"),
            (["parallel", "workers", "concurrency", "threads", "maxworkers"], "write --jobs NUMBER"),
            (["bail", "stoponfailure", "exitfirst", "x", "failonerror"], "write --fail-fast"),
            (["variable", "variables", "set", "globalvar", "envvar", "param"], "write --var NAME=VALUE"),
            (["variablesfile", "varfile", "globals", "iterationdata", "data", "d"], "write --vars-file PATH"),
            (["iterations", "iterationcount", "n", "count"], "write --repeat NUMBER"),
            (["retries", "retry", "reruns"], "a step has 'retry' or 'poll' in the workflow"),
            (["delayrequest", "delay", "throttle"], "write --rate 1/s"),
            (
                ["timeoutrequest", "requesttimeout", "maxtime"],
                "write --timeout 10m for the run; a step has its own 'timeout'"
            ),
            (["insecure", "cacert", "cert"], "an environment has 'tls' for certificates"),
            (["seed", "random"], "write --shuffle SEED"),
            (
                ["jobs", "repeat", "shuffle", "failfast", "resume", "again", "runkey", "journal", "confirmproduction"],
                "it is an option of 'ekoflow run'"
            ),
        ]
        var replacements: [String: String] = [:]
        for group in groups {
            for name in group.names { replacements[name] = group.help }
        }
        return replacements
    }()
}
