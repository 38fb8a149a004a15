import JSON

/// The JSON of a suite and its testcases, the same in a journal and in a report.
extension ReportSuite {
    /// Without its testcases and its duration.
    var json: JSONObject {
        var object: JSONObject = [
            "name": .string(name), "file": .string(file), "class": .string(className),
            "environment": .string(environment),
            "host": .string(hostname), "started": .string(startedAt),
        ]
        if !tags.isEmpty { object.append("tags", .array(tags.map { .string($0) })) }
        if !isHostChecked { object.append("host_checked", false) }
        if let caseTitle {
            object.append("case", .string(caseTitle))
            object.append("case_number", .integer(caseNumber))
        }
        if given.count > 0 { object.append("given", .object(given)) }
        return object
    }

    /// What the JSON tells, for a run.
    init(_ object: JSONObject, runID: String) {
        self.init(
            name: object.string("name"), file: object.string("file"), className: object.string("class"),
            environment: object.string("environment"), runID: runID, hostname: object.string("host"),
            startedAt: object.string("started"))
        tags = object.strings("tags")
        isHostChecked = object["host_checked"] != false
        caseTitle = object["case"].map { _ in object.string("case") }
        caseNumber = object.int("case_number")
        given = object.object("given")
        duration = object.duration("ms")
    }
}

extension ReportTestcase {
    /// As it stands before the run.
    var plannedJSON: JSONObject {
        [
            "name": .string(name), "kind": .string(kind), "file": .string(file), "line": .integer(line),
            "expects": .array(expectations.map { .string($0) }),
        ]
    }

    var json: JSONObject {
        var members = plannedJSON.members
        members.append(("ms", .milliseconds(duration)))
        if attempts > 1 { members.append(("attempts", .integer(attempts))) }
        members.append(("sms", .string(sms.rawValue)))
        switch verdict {
        case .passed:
            members.append(("verdict", "passed"))
        case .failure(let message, let body):
            members += [("verdict", "failure"), ("message", .string(message)), ("body", .string(body))]
        case .error(let type, let message, let body):
            members += [
                ("verdict", "error"), ("type", .string(type)), ("message", .string(message)), ("body", .string(body)),
            ]
        case .skipped(let reason):
            members += [("verdict", "skipped"), ("message", .string(reason))]
        }
        if !failures.isEmpty { members.append(("failures", .array(failures.map(\.json)))) }
        if let exchange { members.append(("exchange", .object(exchange))) }
        return JSONObject(members)
    }

    /// What the JSON tells; nil where there is no verdict.
    init?(_ object: JSONObject) {
        switch object.string("verdict") {
        case "passed": self.init(object, .passed)
        case "failure": self.init(object, .failure(message: object.string("message"), body: object.string("body")))
        case "error":
            self.init(
                object,
                .error(type: object.string("type"), message: object.string("message"), body: object.string("body")))
        case "skipped": self.init(object, .skipped(reason: object.string("message")))
        default: return nil
        }
    }

    init(_ object: JSONObject, _ verdict: Verdict) {
        self.init(
            name: object.string("name"), kind: object.string("kind"), file: object.string("file"),
            line: object.int("line"),
            expectations: object.strings("expects"), verdict: verdict)
        duration = object.duration("ms")
        attempts = max(1, object.int("attempts"))
        sms = SMS(rawValue: object.string("sms")) ?? .none
        failures = object.objects("failures").map(Failure.init)
        exchange = object["exchange"].map { _ in object.object("exchange") }
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
