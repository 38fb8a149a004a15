import Contract
import JSON
import Ledger
import Times
import WorkflowEngine
import WorkflowModel
import WorkflowReports

/// The result of a step as the ledger keeps it for later starts of its run: its verdict, its entry in reports, and its captures.
struct StepEntry {
    let json: String
    /// Whether a value that it captured is not kept.
    private(set) var hasLostCaptures = false

    /// `testcase` is nil if there is nothing to tell but the outcome. `isHarmless` says whether a text has no secret and no number. A capture that has one is not kept.
    init(_ result: StepResult, _ testcase: ReportTestcase?, start: Int, isHarmless: (String) -> Bool) {
        var writer = JSONObjectWriter()
        writer.add("outcome", Self.word(of: result.outcome))
        if result.attempts > 1 { writer.add("attempts", result.attempts) }
        let time = result.duration.components
        writer.add("us", Int(time.seconds) * 1_000_000 + Int(time.attoseconds / 1_000_000_000_000))
        if !result.captures.isEmpty {
            var kept: [JSONObject.Member] = []
            var lost: [JSONValue] = []
            for (name, value) in result.captures.sorted(by: { $0.key < $1.key }) {
                if isHarmless(value.serialized) {
                    kept.append((name: name, value: value))
                } else {
                    lost.append(.string(name))
                }
            }
            writer.add("captures", json: JSONValue.object(JSONObject(kept)).serialized)
            hasLostCaptures = !lost.isEmpty
            writer.add("lost", json: JSONValue.array(lost).serialized)
        }
        if let testcase { writer.add("report", json: testcase.ledgerEntry(start: start)) }
        json = writer.finished()
    }

    private static func word(of outcome: StepOutcome) -> String {
        switch outcome {
        case .passed: "passed"
        case .failed: "failed"
        case .errored(let error): error.kind.rawValue
        case .skipped: "skipped"
        }
    }
}

extension EarlierStep {
    /// From an entry of the ledger, and the step's last request; nil if it is not an entry.
    init?(_ record: EarlierStarts.Record, _ request: EarlierStarts.Requests?) {
        guard case .object(let object)? = try? parseJSON(Array(record.result.utf8)),
            case .string(let word)? = object["outcome"], let outcome = StepOutcome(word: word)
        else { return nil }
        self.init(start: record.start, outcome: outcome)
        if case .object(let kept)? = object["captures"] {
            captures = Dictionary(kept.members.map { ($0.name, $0.value) }) { first, _ in first }
        }
        if case .array(let names)? = object["lost"] {
            lostCaptures = names.compactMap { if case .string(let name) = $0 { name } else { nil } }
        }
        if case .number(let count)? = object["attempts"] { attempts = count.int ?? 1 }
        if case .number(let time)? = object["us"] { duration = .microseconds(min(max(time.int ?? 0, 0), 1 << 50)) }
        report = object["report"]?.serialized
        if let request { take(request) }
    }

    /// A request of which only the claim is known, because the start ended before it had judged the answer.
    init(cutOff request: EarlierStarts.Requests, at step: PlannedStep) {
        let message =
            request.state == .answered
            ? "start \(request.start) of this run made the request and got an answer, and was cut off before it judged it"
            : "outcome unknown, it may have been sent: start \(request.start) of this run was cut off while it made the request"
        self.init(
            start: request.start,
            outcome: .errored(
                StepError(
                    .outcomeUnknown, message, at: step.step.kind.range,
                    help: "it is not made again; 'ekoflow ledger settle' asks the API what came of it")))
        take(request)
    }

    private mutating func take(_ request: EarlierStarts.Requests) {
        let kinds = request.shown.effects.split(separator: " ").reduce(into: EffectKinds()) {
            $0.formUnion(EffectKinds(word: String($1)) ?? [])
        }
        effect = StepEffect(
            kinds: kinds, personCount: max(1, request.sends),
            amount: request.amount > 0 ? Rupees(paise: Int(request.amount)) : nil,
            outcome: EffectOutcome(request.outcome))
        trace = RequestTrace(
            method: request.shown.method, path: request.shown.path, reference: request.shown.reference,
            time: Timestamp(milliseconds: request.claimed))
    }
}

extension StepOutcome {
    fileprivate init?(word: String) {
        switch word {
        case "passed": self = .passed
        case "failed": self = .failed([])
        case "skipped": self = .skipped(.conditionNotMet)
        default:
            guard let kind = StepError.Kind(rawValue: word) else { return nil }
            self = .errored(StepError(kind, "as an earlier start of the run found", at: nil))
        }
    }
}
