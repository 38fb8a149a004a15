import Foundation
import JSON
import Testing

/// Compares what `validate`, `plan`, `run` and `recheck` say about one workflow, for every case.
@Suite("validate, plan, run and recheck agree", .timeLimit(.minutes(5)))
struct AgreementTests {
    private static let cases = EndToEndCase.all.filter { $0.arguments.first == "run" }

    @Test("what they say of a case agrees", arguments: cases)
    func agree(_ test: EndToEndCase) async throws {
        let workspace = try test.workspace()
        func ekoflow(_ arguments: [String]) async throws -> EkoflowProcess.Result {
            try await EkoflowProcess.run(arguments, in: workspace.url, environment: test.variables)
        }
        let options = RunOptions(test.arguments.dropFirst())
        let run = try await ekoflow(test.arguments + ["--json", "agreement/run.json", "--show-recipients"])
        let plan = try await ekoflow(["plan", "--json", "--show-recipients"] + options.ofPlan)
        let validation = try await ekoflow(["validate"] + options.ofValidate)
        let ofRun = Agreement.diagnostics(run)
        // The command line itself is wrong.
        if ofRun.contains(where: { $0.id == "invalid_option" }) { return }
        guard [0, 1, 3, 4].contains(run.exitCode), let report = try? workspace.json("agreement/run.json") else {
            let problems = Agreement.ofDiagnostics(
                run: ofRun, plan: Agreement.diagnostics(plan),
                validate: Agreement.diagnostics(validation))
            #expect(problems == [])
            return
        }
        // What a run would be refused for in its middle, 'validate' says before.
        let ofValidate = Agreement.diagnostics(validation).map(\.id).filter { _ in validation.exitCode != 0 }
        #expect(
            ofValidate.allSatisfy { run.exitCode == 4 && ["not_a_recipient", "limit_exceeded"].contains($0) },
            "\(validation.stderr)")
        #expect(Agreement.diagnostics(plan).filter { $0.id != "not_a_recipient" } == [])
        if run.exitCode == 4, Agreement.didNotStart(report) {
            // 'plan' does not ask for consent.
            #expect(plan.exitCode == 4 || ofRun.map(\.id) == ["production_not_confirmed"])
            return
        }
        let requests = try parseJSON(Array(plan.stdout.utf8))
        #expect(Agreement.ofRequests(run: report, plan: requests) == [])
        // A run that a safety rule refused has no journal.
        guard try workspace.read("reports/journal.jsonl", default: "") != "" else { return }
        _ = try await ekoflow(["recheck", "--json", "agreement/recheck.json", "--show-recipients"])
        #expect(Agreement.ofVerdicts(run: report, recheck: try workspace.json("agreement/recheck.json")) == [])
    }

    @Test("enough cases are compared")
    func count() {
        #expect(Self.cases.count > 200)
    }

    private static let report: JSONValue = [
        "suites": [
            [
                "name": "W",
                "steps": [
                    [
                        "name": "a", "verdict": "passed", "sms": "sent",
                        "exchange": ["method": "POST", "url": "http://127.0.0.1:1/v3/otp/7"],
                    ],
                    ["name": "b", "verdict": "skipped", "message": "its 'when' is false", "sms": "none"],
                ],
            ]
        ]
    ]
    private static func plan(
        step: String = "a", method: String = "POST", url: String = "http://127.0.0.1:2/v3/otp/${{ steps.x.y }}",
        send: String = "sms_to", second: String = "b", isConditional: Bool = true
    ) -> JSONValue {
        let first: JSONObject = [
            "workflow": "W", "step": .string(step), "method": .string(method), "url": .string(url),
            "conditional": false,
        ]
        var whole = first
        whole.append(send, ["9002336768"])
        return [
            "requests": [
                .object(whole),
                [
                    "workflow": "W", "step": .string(second), "method": "GET", "url": "http://x/v3/b",
                    "conditional": .bool(isConditional),
                ],
            ]
        ]
    }

    @Test("a planted difference in a request is found")
    func plantedRequest() {
        #expect(Agreement.ofRequests(run: Self.report, plan: Self.plan()) == [])
        #expect(Agreement.ofRequests(run: Self.report, plan: Self.plan(step: "z")) != [])
        #expect(Agreement.ofRequests(run: Self.report, plan: Self.plan(method: "GET")) != [])
        #expect(Agreement.ofRequests(run: Self.report, plan: Self.plan(url: "http://127.0.0.1:2/v3/otp/8")) != [])
        #expect(Agreement.ofRequests(run: Self.report, plan: Self.plan(send: "none")) != [])
        #expect(Agreement.ofRequests(run: Self.report, plan: Self.plan(isConditional: false)) != [])
        #expect(Agreement.ofRequests(run: Self.report, plan: Self.plan(second: "c", isConditional: false)) != [])
    }

    @Test("a planted difference in a diagnostic or a verdict is found")
    func plantedDiagnostic() {
        let one = [Agreement.Diagnostic(id: "unknown_key", place: "a.yml:1:1")]
        #expect(Agreement.ofDiagnostics(run: one, plan: one, validate: one) == [])
        #expect(Agreement.ofDiagnostics(run: one, plan: [], validate: one) != [])
        #expect(Agreement.ofDiagnostics(run: [], plan: [], validate: one) != [])
        #expect(Agreement.ofDiagnostics(run: one, plan: one, validate: []) != [])
        let key = [Agreement.Diagnostic(id: "missing_credential", place: "a.yml:1:1")]
        #expect(Agreement.ofDiagnostics(run: key, plan: key, validate: []) == [])
        #expect(Agreement.ofVerdicts(run: Self.report, recheck: Self.report) == [])
        let other: JSONValue = [
            "suites": [["name": "W", "steps": [["name": "a", "verdict": "failure", "exchange": [:]]]]]
        ]
        #expect(Agreement.ofVerdicts(run: Self.report, recheck: other) != [])
    }
}

/// The options of a run that other commands have too.
private struct RunOptions {
    private(set) var ofPlan: [String] = []
    private(set) var ofValidate: [String] = []

    private static let ofBoth: Set = ["--env", "-e", "--var", "--vars-file", "--tags", "--case", "--only"]
    private static let ofPlanAlone: Set = [
        "--env-file", "--shard", "--timings", "--max-sends", "--max-sends-per-recipient", "--rate",
    ]
    /// Options of a run that take no value.
    private static let flags: Set = ["--fail-fast", "--quiet", "-q", "--github", "--junit-strict", "--show-recipients"]

    init(_ arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        while let argument = rest.popFirst() {
            let name = String(argument.prefix { $0 != "=" })
            guard argument.hasPrefix("-") else {
                ofPlan.append(argument)
                ofValidate.append(argument)
                continue
            }
            let isWhole =
                Self.flags.contains(name) || argument.contains("=") || argument.hasPrefix("-j") && argument != "-j"
            let words = [argument] + (isWhole ? [] : rest.popFirst().map { [$0] } ?? [])
            if Self.ofBoth.contains(name) {
                ofPlan += words
                ofValidate += words
            } else if Self.ofPlanAlone.contains(name) {
                ofPlan += words
            }
        }
    }
}

extension TemporaryFolder {
    fileprivate func json(_ path: String) throws -> JSONValue { try parseJSON(Array(read(path).utf8)) }

    fileprivate func read(_ path: String, default text: String) throws -> String { (try? read(path)) ?? text }
}
