import JSON

extension ReportSuite: FieldCoded {
    /// What is known when the workflow starts.
    static let startFields: [Field<ReportSuite>] = [
        .string("name", \.name), .string("file", \.file), .string("class", \.className, "as JUnit's classname"),
        .string("environment", \.environment), .string("host", \.hostname),
        .string("started", \.startedAt, "UTC without a zone"), .strings("tags", \.tags),
        .bool("sandbox", \.isSandbox, omitted: false, "present if its SMS reach nobody"),
        .bool("host_checked", \.isHostChecked, omitted: true, "there if the server's certificate was not verified"),
        .string("case", optional: \.caseTitle, "the title of the case"),
        .int("case_number", \.caseNumber, omitted: 0, minimum: 1),
        .duration("at", \.offset).notRequired.described("when it started, in milliseconds from the start of the run"),
        .object("given", \.given, "values that the files alone do not tell, for judging it again"),
    ]

    static let fields: [Field<ReportSuite>] =
        startFields + [
            .duration("ms", \.duration),
            Field(
                name: "steps", schema: ["type": "array", "items": ["$ref": "#/$defs/step"]],
                write: { $1.add("steps", objects: $0.pointee.testcases) { $0.write(to: &$1) } },
                read: { $0.testcases = $1.objects("steps").map(ReportTestcase.init) }),
        ]
}

extension ReportTestcase: FieldCoded {
    /// What is known before the run.
    static let planFields: [Field<ReportTestcase>] = [
        .string("name", \.name), .string("kind", \.kind, "for example send_otp"), .string("file", \.file),
        .int("line", \.line), .strings("expects", \.expectations, isRequired: true, "the subjects of its expectations"),
        .strings(
            "expects_by_default", \.defaultExpectations,
            "the expectations that were added because the step says nothing of the outcome"),
        .strings("expected", \.expected, "what each of 'expects' expects, as the workflow says it"),
        .string("id", optional: \.id, "its id in the workflow"),
        .string("test_id", optional: \.testID, "its name in a test management system"),
    ]

    static let resultFields: [Field<ReportTestcase>] =
        [
            .duration("ms", \.duration),
            .int("attempts", \.attempts, omitted: 1, minimum: 2, "there if it made more than one request"),
            .bool("polled", \.isPolled, omitted: false, "there if it waited for something to come"),
            .list(
                "earlier", \.earlierAttempts,
                "what came of the requests before the last; of very many, the last hundred"), .word("sms", \.sms),
            .int("sms_count", \.smsCount, omitted: 1, "present if it texts more than one person"),
            .optional("effect", \.effect, "what it does besides reading; not there if it only reads"),
            .optional("request", \.request, "its last request, also if no answer came"),
        ] + Verdict.fields(\.verdict) + [
            .list("failures", \.failures),
            .strings("warnings", \.warnings, "how its answer differs from the documented ones"),
            .int("start", \.start, omitted: 0, minimum: 1, "in which start of a resumed run it was made"),
            Field(
                name: "exchange", isRequired: false, schema: ["$ref": "#/$defs/exchange"],
                write: { testcase, writer in testcase.pointee.exchange.map { writer.add("exchange", json: $0) } },
                read: { $0.exchange = $1["exchange"]?.serialized }),
        ]

    static let fields = planFields + resultFields

    var plannedJSON: String {
        var writer = JSONObjectWriter()
        write(Self.planFields, to: &writer)
        return writer.finished()
    }
}

extension ReportTestcase.EarlierAttempt: FieldCoded {
    static let fields: [Field<Self>] =
        [.duration("ms", \.duration)] + ReportTestcase.Verdict.fields(\.verdict)
        + [.optional("request", \.request, "what was sent")]
}

extension ReportTestcase.Failure: FieldCoded {
    static let fields: [Field<Self>] = [
        .string("subject", \.subject), .int("line", \.line), .string("expected", \.expected),
        .string("actual", \.actual),
        .bool(
            "consequence", \.isConsequence, omitted: false,
            "present if it only follows from another failure of the step"),
    ]
}

extension ReportTestcase.Verdict {
    private static let words: [JSONValue] = ["passed", "failure", "error", "skipped"]

    private var word: String {
        switch self {
        case .passed: "passed"
        case .failure: "failure"
        case .error: "error"
        case .skipped: "skipped"
        }
    }

    /// Reads the object; nil if it has no verdict.
    init?(_ object: JSONObject) {
        var problems: [Problem] { Problem.all(of: object) }
        switch object.string("verdict") {
        case "passed": self = .passed
        case "failure": self = .failure(problems)
        case "error": self = .error(type: object.string("type"), problems)
        case "skipped": self = .skipped(reason: object.string("message"))
        default: return nil
        }
    }

    /// The fields of a value that has a verdict.
    fileprivate static func fields<Object>(_ path: Field<Object>.Path<Self>) -> [Field<Object>] {
        let verdict = Property(path)
        func text(_ name: String, _ description: String, _ text: @escaping @Sendable (Self) -> String?) -> Field<Object>
        {
            Field(
                name: name, isRequired: false, schema: .type("string", description),
                write: { object, writer in text(verdict.value(in: object)).map { writer.add(name, $0) } },
                read: { _, _ in }
            )
        }
        return [
            Field(
                name: "verdict", schema: ["enum": .array(words)],
                write: { $1.add("verdict", verdict.value(in: $0).word) },
                read: { object, json in Self(json).map { object[keyPath: path] = $0 } }),
            text("type", "of an error, for example OutcomeUnknown") {
                if case .error(let type, _) = $0 { type } else { nil }
            },
            text("message", "in one line") { if case .passed = $0 { nil } else { $0.message } },
            text("body", "the complete message") { $0.isProblem ? $0.body : nil },
            Field(
                name: "problems", isRequired: false,
                schema: ["type": "array", "items": ["$ref": "#/$defs/problem"]],
                write: { object, writer in
                    let problems = verdict.value(in: object).problems
                    if !problems.isEmpty { writer.add("problems", objects: problems) { $0.write(to: &$1) } }
                }, read: { _, _ in }),
        ]
    }
}

extension ReportEffect: FieldCoded {
    static let fields: [Field<Self>] = [
        .strings("kinds", \.kinds, isRequired: true, "changes, priced, texts, moves_money"),
        .word("outcome", \.outcome),
        .rupees("amount", \.amount, "the rupees that it moves"),
    ]
}

extension ReportRequest: FieldCoded {
    static let fields: [Field<Self>] = [
        .string("method", \.method), .string("path", \.path, "below the base URL, without the query"),
        .string("client_ref_id", optional: \.reference, "the reference by which the API knows it"),
        .string("time", \.time, "RFC 3339"),
    ]
}
