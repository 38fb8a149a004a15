import JSON

/// The JSON of a suite and its testcases, the same in a journal and in a report.
extension ReportSuite {
    /// All of it, with its testcases.
    var wholeJSON: String {
        var object = JSONObjectWriter(capacity: 512 + testcases.count * 2_048)
        write(to: &object)
        object.add("ms", duration)
        object.add("steps", json: testcases.map { $0.json() })
        return object.finished()
    }

    /// Without its testcases and its duration.
    func write(to object: inout JSONObjectWriter) {
        object.add("name", name)
        object.add("file", file)
        object.add("class", className)
        object.add("environment", environment)
        object.add("host", hostname)
        object.add("started", startedAt)
        if !tags.isEmpty { object.add("tags", tags) }
        if isSandbox { object.add("sandbox", true) }
        if !isHostChecked { object.add("host_checked", false) }
        if let caseTitle {
            object.add("case", caseTitle)
            object.add("case_number", caseNumber)
        }
        if given.count > 0 { object.add("given", .object(given)) }
    }

    /// What the JSON tells, for a run.
    init(_ object: JSONObject, runID: String) {
        self.init(
            name: object.string("name"), file: object.string("file"), className: object.string("class"),
            environment: object.string("environment"), runID: runID, hostname: object.string("host"),
            startedAt: object.string("started"))
        tags = object.strings("tags")
        isSandbox = object["sandbox"] == true
        isHostChecked = object["host_checked"] != false
        caseTitle = object["case"].map { _ in object.string("case") }
        caseNumber = object.int("case_number")
        given = object.object("given")
        duration = object.duration("ms")
    }
}

extension ReportTestcase {
    /// As it stands before the run.
    var plannedJSON: String {
        var object = JSONObjectWriter()
        addPlan(to: &object)
        return object.finished()
    }

    /// All of it; `suite` is the place of its suite, in a journal.
    func json(event: String? = nil, suite: Int? = nil) -> String {
        var object = JSONObjectWriter(capacity: 512 + (exchange?.utf8.count ?? 0))
        if let event { object.add("event", event) }
        if let suite { object.add("suite", suite) }
        addPlan(to: &object)
        object.add("ms", duration)
        if attempts > 1 { object.add("attempts", attempts) }
        if isPolled { object.add("polled", true) }
        if !earlierAttempts.isEmpty { object.add("earlier", json: earlierAttempts.map(\.json)) }
        object.add("sms", sms.rawValue)
        verdict.write(to: &object)
        if !failures.isEmpty { object.add("failures", .array(failures.map(\.json))) }
        if let exchange { object.add("exchange", json: exchange) }
        return object.finished()
    }

    private func addPlan(to object: inout JSONObjectWriter) {
        object.add("name", name)
        object.add("kind", kind)
        object.add("file", file)
        object.add("line", line)
        object.add("expects", expectations)
    }

    /// What the JSON tells; nil where there is no verdict.
    init?(_ object: JSONObject) {
        guard let verdict = Verdict(object) else { return nil }
        self.init(object, verdict)
    }

    init(_ object: JSONObject, _ verdict: Verdict) {
        self.init(
            name: object.string("name"), kind: object.string("kind"), file: object.string("file"),
            line: object.int("line"),
            expectations: object.strings("expects"), verdict: verdict)
        duration = object.duration("ms")
        attempts = max(1, object.int("attempts"))
        isPolled = object["polled"] == .bool(true)
        earlierAttempts = object.objects("earlier").compactMap(EarlierAttempt.init)
        sms = SMS(rawValue: object.string("sms")) ?? .none
        failures = object.objects("failures").map(Failure.init)
        exchange = object["exchange"]?.serialized
    }
}

extension ReportTestcase.Verdict {
    fileprivate func write(to object: inout JSONObjectWriter) {
        switch self {
        case .passed:
            object.add("verdict", "passed")
        case .failure(let message, let body):
            object.add("verdict", "failure")
            object.add("message", message)
            object.add("body", body)
        case .error(let type, let message, let body):
            object.add("verdict", "error")
            object.add("type", type)
            object.add("message", message)
            object.add("body", body)
        case .skipped(let reason):
            object.add("verdict", "skipped")
            object.add("message", reason)
        }
    }

    fileprivate init?(_ object: JSONObject) {
        switch object.string("verdict") {
        case "passed": self = .passed
        case "failure": self = .failure(message: object.string("message"), body: object.string("body"))
        case "error":
            self = .error(type: object.string("type"), message: object.string("message"), body: object.string("body"))
        case "skipped": self = .skipped(reason: object.string("message"))
        default: return nil
        }
    }
}

extension ReportTestcase.EarlierAttempt {
    fileprivate var json: String {
        var object = JSONObjectWriter()
        object.add("ms", duration)
        verdict.write(to: &object)
        return object.finished()
    }

    fileprivate init?(_ object: JSONObject) {
        guard let verdict = ReportTestcase.Verdict(object) else { return nil }
        self.init(verdict: verdict, duration: object.duration("ms"))
    }
}

extension ReportTestcase.Failure {
    fileprivate var json: JSONValue {
        [
            "subject": .string(subject), "line": .integer(line), "expected": .string(expected),
            "actual": .string(actual),
        ]
    }

    fileprivate init(_ object: JSONObject) {
        self.init(
            subject: object.string("subject"), line: object.int("line"), expected: object.string("expected"),
            actual: object.string("actual"))
    }
}
