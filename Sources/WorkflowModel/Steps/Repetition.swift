import Contract
import Source
import YAML

/// When a step's request is repeated.
package enum Repetition: Sendable {
    /// Until its expectations hold; only for a step without a side effect.
    /// Ends early if all of `end` hold; nothing ends it early if there are none.
    case poll(every: Duration, timeout: Duration, end: [Expectation])
    /// If the request was certainly not sent, or only reads.
    case retry(attempts: Int, every: Duration)
}

extension DecodingContext {
    static let pollKeys = [
        KeySpec("every", .duration, required: true, "the time between two requests, for example 2s"),
        KeySpec("timeout", .duration, required: true, "stop after this time, for example 60s"),
        KeySpec(
            "until_not",
            .mapping(expectKeys.filter { ["http", "headers", "body", "text", "bytes"].contains($0.name) }),
            "an answer after which waiting is useless, for example { body: { data.state: failed } }: the step fails at once"
        ),
    ]
    static let retryKeys = [
        KeySpec("attempts", .positiveInteger, required: true, "how many requests to try at most, the first included"),
        KeySpec("every", .duration, "the time between two attempts; 1s if left out"),
    ]

    /// Reads `poll` and `retry` of a step that makes a request.
    mutating func repetition(_ step: DecodedMapping, request: RequestTemplate?) -> Repetition? {
        let poll = step["poll"].flatMap { self.poll($0, request: request) }
        let retry = step["retry"].flatMap { self.retry($0) }
        if let pollEntry = step["poll"], let retryEntry = step["retry"] {
            report(
                .pollAndRetry, "a step has 'poll' or 'retry', not both", at: retryEntry.key.range,
                help: "remove it: 'poll' also continues if there is no response",
                notes: [Diagnostic.Note("the other is here", at: pollEntry.key.range)])
        }
        return poll ?? retry
    }

    private mutating func poll(_ entry: YAMLEntry, request: RequestTemplate?) -> Repetition? {
        if let request, !request.effects.onlyReads { report(.pollOfEffect(request.effects, at: entry.key.range)) }
        guard let mapping = mapping(entry.value, key: entry.key, keys: Self.pollKeys, subject: "'poll'") else {
            return nil
        }
        let every = mapping["every"].flatMap { duration($0) }
        let timeout = mapping["timeout"].flatMap { duration($0) }
        let end = mapping["until_not"].map { self.expectations($0).expectations } ?? []
        guard let every, let timeout else { return nil }
        if every >= timeout {
            report(
                .pollOnce, "the request would be made only once: 'every' is not shorter than 'timeout'",
                at: mapping["every"]?.value.range ?? entry.key.range, help: "poll more often, or longer")
        }
        return .poll(every: every, timeout: timeout, end: end)
    }

    private mutating func retry(_ entry: YAMLEntry) -> Repetition? {
        guard let mapping = mapping(entry.value, key: entry.key, keys: Self.retryKeys, subject: "'retry'") else {
            return nil
        }
        let attempts = mapping["attempts"].flatMap { positiveInteger($0) }
        let every = mapping["every"].map { duration($0) } ?? .seconds(1)
        guard let attempts, let every else { return nil }
        return .retry(attempts: attempts, every: every)
    }
}

extension Diagnostic {
    /// A step that would be polled although it does more than to read.
    package static func pollOfEffect(_ effects: EffectKinds, at range: SourceRange) -> Diagnostic {
        .error(
            .pollOfSideEffect, "this step cannot be polled: it would \(effects.verb) each time", at: range,
            help: "poll a step that only reads; 'retry' repeats what was certainly not sent")
    }
}
