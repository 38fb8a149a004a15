import Contract
import JSON
import WorkflowEngine

/// What was learned after a run of its requests whose outcome was not known.
package struct Settlement: Sendable {
    /// The name of the run.
    package var runID = ""
    package var findings: [SettledRequest] = []

    package init(runID: String, findings: [SettledRequest]) {
        self.runID = runID
        self.findings = findings
    }

    /// Reads the JSON that `json` writes; nil if it is something else.
    package init?(json bytes: [UInt8]) {
        guard case .object(let object)? = try? parseJSON(bytes), object["settlement"] == 1 else { return nil }
        runID = object.string("run")
        findings = object.objects("requests").map(SettledRequest.init)
    }

    package var json: String {
        var writer = JSONObjectWriter()
        writer.add("settlement", 1)
        writer.add("run", runID)
        writer.add("requests", objects: findings) { $0.write(to: &$1) }
        return JSONText.inert(writer.finished()) + "\n"
    }

    /// Keeps the later finding of each request.
    package func merged(with later: Settlement) -> Settlement {
        let known = later.findings.map(\.reference)
        return Settlement(runID: runID, findings: findings.filter { !known.contains($0.reference) } + later.findings)
    }
}

/// What the API said of one request.
package struct SettledRequest: Sendable, Equatable {
    package enum Result: String, CaseIterable, Sendable {
        case happened
        case didNotHappen = "did_not_happen"
        /// It is not over yet.
        case awaited
        case notFound = "not_found"
        case unanswered
    }

    /// The title of its workflow.
    package var suite = ""
    /// The name of its step.
    package var step = ""
    /// Its `client_ref_id`.
    package var reference = ""
    package var result = Result.unanswered
    /// `tx_status`; nil if the answer has none.
    package var transactionStatus: Int?
    /// For people. It is made from the result, so that a file of somebody else cannot put words here.
    package var text: String {
        switch result {
        case .happened, .didNotHappen, .awaited: "the API has this transaction" + (stateText.map { ": \($0)" } ?? "")
        case .notFound: "the API has no transaction with this reference"
        case .unanswered: reason.isEmpty ? "the API did not say what came of it" : reason
        }
    }

    /// Why there is no answer; only known to who asked.
    private var reason = ""

    private var stateText: String? {
        guard let state = transactionStatus else { return nil }
        let known = TransactionStatus.meanings
        return "tx_status \(state), " + (known.indices.contains(state) ? known[state] : "not documented")
    }
    /// When the API was asked, as in RFC 3339.
    package var askedAt = ""

    package init() {}

    package init(
        suite: String, step: String, reference: String, _ finding: TransactionInquiry.Finding, askedAt: String
    ) {
        self.suite = suite
        self.step = step
        self.reference = reference
        self.askedAt = askedAt
        switch finding {
        case .found(let state):
            transactionStatus = state
            switch TransactionStatus(state) {
            case .success, .refundPending, .refunded: result = .happened
            case .failed: result = .didNotHappen
            case .undecided: result = .awaited
            }
        case .notFound: result = .notFound
        case .unanswered(let reason):
            result = .unanswered
            self.reason = reason
        }
    }

    /// Whether nothing is left to find out.
    package var isSettled: Bool { result == .happened || result == .didNotHappen }
}

extension SettledRequest: FieldCoded {
    static let fields: [Field<Self>] = [
        .string("suite", \.suite), .string("step", \.step), .string("client_ref_id", \.reference),
        .word("result", \.result),
        Field(
            name: "tx_status", isRequired: false, schema: .type("integer", ""),
            write: { request, writer in request.pointee.transactionStatus.map { writer.add("tx_status", $0) } },
            read: { $0.transactionStatus = $1["tx_status"] == nil ? nil : $1.int("tx_status") }),
        Field(
            name: "text", schema: .type("string", ""), write: { $1.add("text", $0.pointee.text) }, read: { _, _ in }),
        .string("asked_at", \.askedAt),
    ]
}

extension ReportDocument {
    /// The document with what was learned of its requests: their effects count as they turned out. Verdicts stay.
    package func settled(by settlement: Settlement) -> ReportDocument {
        guard settlement.runID == info.runID, !settlement.findings.isEmpty else { return self }
        var document = self
        for suite in document.suites.indices {
            for step in document.suites[suite].testcases.indices {
                let reference = document.suites[suite].testcases[step].request?.reference
                let testcase = document.suites[suite].testcases[step]
                let isUnknown = testcase.effect?.outcome == .unknown || testcase.sms == .unknown
                // Only what is not known is settled, and only of the step that was asked about.
                guard isUnknown, let reference,
                    let finding = settlement.findings.first(where: {
                        $0.reference == reference && $0.step == testcase.name
                            && $0.suite == document.suites[suite].name
                    })
                else { continue }
                document.suites[suite].testcases[step].settle(by: finding)
            }
        }
        return document
    }

    /// The references of all requests, each as often as it was used.
    package var allReferences: [String] {
        suites.flatMap(\.testcases).flatMap { testcase in
            [testcase.request?.reference].compactMap(\.self)
        }
    }

    /// The steps whose effect has an unknown outcome, each with its suite.
    package var unsettled: [(suite: ReportSuite, testcase: ReportTestcase)] {
        suites.flatMap { suite in
            suite.testcases.filter { $0.effect?.outcome == .unknown || $0.sms == .unknown }.map { (suite, $0) }
        }
    }
}

extension ReportTestcase {
    private static let settledPrefix = "asked at"

    /// What the API said later of its request.
    var settledNotes: [String] {
        verdict.problems.flatMap(\.parts).compactMap { part in
            if case .note(let text) = part, text.hasPrefix(Self.settledPrefix) { text } else { nil }
        }
    }

    fileprivate mutating func settle(by finding: SettledRequest) {
        switch finding.result {
        case .happened:
            effect?.outcome = .happened
            if sms == .unknown { sms = .sent }
        case .didNotHappen:
            effect?.outcome = .didNotHappen
            if sms == .unknown { sms = SMS.none }
        case .awaited, .notFound, .unanswered: break
        }
        let time =
            finding.askedAt.utf8.allSatisfy { "0123456789-:.TZ+".utf8.contains($0) } ? finding.askedAt : "some time"
        let text = "\(Self.settledPrefix) \(time): \(finding.text)"
        let note = Problem.Part.note(text)
        if case .error(let type, var problems) = verdict, !problems.isEmpty {
            problems[0].parts.append(note)
            verdict = .error(type: type, problems)
        }
    }
}
