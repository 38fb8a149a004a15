import Contract
import HTTP
import JSON
import Source
import Synchronization
import Testing
import Times
import WorkflowModel
import YAML

import struct Foundation.Data
import class Foundation.FileManager
import struct Foundation.UUID

@testable import WorkflowEngine

@Suite("What a request does decides how it is limited, repeated and recorded")
struct EffectTests {
    /// A call of an operation by its name, with a value for each of its parameters.
    private func call(_ operation: Operation, number: String = "9002336768", more: String = "") -> String {
        let values = operation.parameters.filter { !["initiator_id", "client_ref_id"].contains($0.name) }.map {
            parameter -> String in
            let value =
                switch parameter.name {
                case "amount": "500"
                case "customer_id", "mobile": "'\(number)'"
                default: parameter.isList ? "[{bank_account: '1'}, {bank_account: '2'}]" : "v1"
                }
            return "\(parameter.name): \(value)"
        }
        // There are no files here.
        let isInvalid = operation.parameters.contains(where: \.isFile)
        return """
              - continue_on_failure: true
                allow_invalid: \(isInvalid)
                call: {operation: \(operation.name), with: {\(values.joined(separator: ", "))}}
                expect: {outcome: any}
            \(more)
            """
    }

    private static let texting = Operation.all.filter { $0.effect.kinds == .texts }

    @Test("each operation is refused if its kind of effect is used up, and only then", arguments: Operation.all)
    func usedUp(_ operation: Operation) async throws {
        let limits = EffectLimits(maximum: 0, maximumTransfers: 0, maximumPriced: 0)
        let (report, requests) = try await run("steps:\n" + call(operation), limits: limits)
        let isLimited = !operation.effect.kinds.isDisjoint(with: [.texts, .movesMoney, .priced])
        #expect(report.outcomes == [isLimited ? "errored Refused" : "passed"])
        #expect(requests.count == (isLimited ? 0 : 1))
        let request = requests.first
        #expect(request.map { $0.method == operation.method.rawValue } ?? true)
    }

    @Test("what an operation moves is added up against max_amount")
    func amounts() async throws {
        let transfer = try #require(Operation.named("dmt_transfer"))
        let text = "steps:\n" + Array(repeating: call(transfer), count: 4).joined(separator: "\n")
        let (report, requests) = try await run(text, limits: EffectLimits(maximumAmount: Rupees(paise: 1_500_00)))
        #expect(report.outcomes == ["passed", "passed", "passed", "errored Refused"])
        #expect(requests.count == 3)
    }

    @Test(
        "an amount is taken from where the operation has it",
        arguments: [
            ("bank_account", 100), ("bank_accounts_bulk", 200), ("dmt_add_recipient", 100), ("bbps_pay", 500_00),
            ("aeps_withdraw", 500_00), ("digikhata_load_wallet", 500_00),
        ])
    func amountOf(_ name: String, _ paise: Int) async throws {
        let operation = try #require(Operation.named(name))
        let text = "steps:\n" + call(operation)
        let enough = try await run(text, limits: EffectLimits(maximumAmount: Rupees(paise: paise)))
        #expect(enough.requests.count == 1)
        let tooLittle = try await run(text, limits: EffectLimits(maximumAmount: Rupees(paise: paise - 1)))
        #expect(tooLittle.report.outcomes == ["errored Refused"])
    }

    @Test("an amount that is not known is refused if the amount is limited, unless the step says it")
    func unknownAmount() async throws {
        let refund = try #require(Operation.named("refund"))
        let limits = EffectLimits(maximumAmount: Rupees(paise: 100_00))
        await #expect(throws: SafetyRules.Refusal.self) { try await run("steps:\n" + call(refund), limits: limits) }
        // Known only to the run, and then not a number that can be added up.
        let late = """
            steps:
              - id: a
                call: {method: GET, path: /x}
                capture: {amount: data.amount}
              - call: {operation: bank_accounts_bulk, with: {entries: "${{ steps.a.amount }}"}}
            """
        let (report, _) = try await run(
            late, limits: limits, transport: FakeTransport([.success((200, #"{"status":0,"data":{"amount":1}}"#))]))
        #expect(report.outcomes == ["passed", "errored Refused"])
        let said = try await run("steps:\n" + call(refund, more: "    amount: 100"), limits: limits)
        #expect(said.report.outcomes == ["passed"])
        let tooMuch = try await run("steps:\n" + call(refund, more: "    amount: '100.01'"), limits: limits)
        #expect(tooMuch.report.outcomes == ["errored Refused"])
    }

    @Test("only recipients are texted, by the parameter that names them", arguments: texting)
    func recipients(_ operation: Operation) async throws {
        let limits = EffectLimits(recipients: ["9002336769"])
        await #expect(throws: SafetyRules.Refusal.self) {
            try await run("steps:\n" + call(operation), limits: limits)
        }
        if case .texts(.parameter) = operation.effect {
            let (report, _) = try await run("steps:\n" + call(operation, number: "9002336769"), limits: limits)
            #expect(report.outcomes == ["passed"])
        } else {
            let stated = "    recipient: '9002336769'"
            let (report, _) = try await run("steps:\n" + call(operation, more: stated), limits: limits)
            #expect(report.outcomes == ["passed"])
        }
        await #expect(throws: SafetyRules.Refusal.self) {
            try await run(
                "steps:\n" + call(operation, number: "9002336769", more: "    recipient: '9002336768'"), limits: limits)
        }
    }

    @Test("a path that only the run knows is judged when it is known")
    func latePath() async throws {
        let limits = EffectLimits(maximum: 0, recipients: ["9002336769"])
        func text(_ path: String) -> String {
            """
            steps:
              - id: create
                call: {method: POST, path: /x, body: {name: new}}
                capture: {id: data.id}
              - call: {method: DELETE, path: "\(path)"}
                expect: {http: 200}
            """
        }
        func answer(_ id: String) -> FakeTransport {
            FakeTransport([.success((200, #"{"status":0,"data":{"id":"\#(id)"}}"#))])
        }
        let plain = try await run(text("/x/${{ steps.create.id }}"), limits: limits, transport: answer("77"))
        #expect(plain.report.outcomes == ["passed", "passed"])
        #expect(plain.report.tally.smsSent == 0)
        // The same path, which turns out to text somebody.
        let texting = try await run(
            text("/tools/kyc/${{ steps.create.id }}"), limits: limits, transport: answer("mobile/otp"))
        #expect(texting.report.outcomes == ["passed", "errored Refused"])
        #expect(texting.requests.count == 1)
    }

    @Test("nothing but a read is polled, also if only the run knows where a request goes")
    func poll() async throws {
        let poll = "poll: {every: 1ms, timeout: 1h}"
        let late = """
            steps:
              - id: a
                call: {method: GET, path: /x}
                capture: {id: data.id}
              - call: {method: GET, path: "/customer/${{ steps.a.id }}"}
                \(poll)
                expect: {body: {status: 5}}
            """
        let answer = #"{"status":0,"data":{"id":"profile/9002336768"}}"#
        let (report, requests) = try await run(late, transport: FakeTransport([.success((200, answer))]))
        #expect(report.outcomes == ["passed", "errored Refused"])
        #expect(requests.count == 1)
        // Known before the run, by a variable.
        let early = """
            vars: {p: profile/9002336768}
            steps:
              - call: {method: GET, path: "/customer/${{ vars.p }}"}
                \(poll)
            """
        #expect(try await checked(early) == ["poll_of_side_effect"])
        #expect(try await checked(early.replacing("profile/9002336768", with: "list")) == [])
    }

    @Test("nothing but a read is repeated after a lost answer", arguments: Operation.all)
    func retry(_ operation: Operation) async throws {
        let lost = TransportError(reason: .connectionLost, delivery: .unknown, message: "lost", elapsed: .zero)
        let text = "steps:\n" + call(operation, more: "    retry: {attempts: 3, every: 1ms}")
        let (report, requests) = try await run(text, transport: FakeTransport([.failure(lost)]))
        #expect(requests.count == (operation.effect.kinds.onlyReads ? 3 : 1))
        #expect(report.outcomes == ["errored OutcomeUnknown"])
        let effect = report.workflows[0].steps[0].effect
        #expect(effect?.kinds ?? [] == operation.effect.kinds)
        #expect(effect.map { $0.outcome == .unknown } ?? true)
    }

    @Test("what was certainly not sent is tried again, whatever it does", arguments: Operation.all)
    func retryOfUnsent(_ operation: Operation) async throws {
        let refused = TransportError(reason: .connectionFailed, delivery: .notSent, message: "no", elapsed: .zero)
        let text = "steps:\n" + call(operation, more: "    retry: {attempts: 3, every: 1ms}")
        let (report, requests) = try await run(text, transport: FakeTransport([.failure(refused)]))
        #expect(requests.count == 3)
        #expect(report.workflows[0].steps[0].effect.map { $0.outcome == .didNotHappen } ?? true)
    }

    @Test("a step can say that its request does more than is known, and it is limited by that")
    func stated() async throws {
        let text = """
            steps:
              - call: {method: POST, path: /campaign/start, body: {to: "9002336768"}}
                effect: texts
            """
        let (report, _) = try await run(text, limits: EffectLimits(maximum: 0))
        #expect(report.outcomes == ["errored Refused"])
        await #expect(throws: SafetyRules.Refusal.self) {
            try await run(text, limits: EffectLimits(recipients: ["9002336769"]))
        }
        let both = """
            steps:
              - call: {operation: dmt_transfer, with: {recipient_id: 1, amount: 5, customer_id: "9002336768", otp: 1, otp_ref_id: 2}}
                effect: texts
                expect: {outcome: any}
            """
        for limits in [EffectLimits(maximum: 0), EffectLimits(maximumTransfers: 0)] {
            #expect(try await run(both, limits: limits).report.outcomes == ["errored Refused"])
        }
    }

    @Test("only on a sandbox can a step say that a request which is not documented only reads")
    func lighter() async throws {
        let text = "steps:\n  - call: {method: POST, path: /report/query}\n    effect: reads\n"
        #expect(try await checked(text) == ["lighter_effect"])
        let workflow = decoded(text)
        let planner = Planner(environmentVariable: { _ in nil }, overrides: [:], services: .fixed)
        let onSandbox = await planner.plan(workflow, in: .test(isSandbox: true), runID: "RUN")
        #expect(onSandbox.diagnostics.isEmpty)
        let late = """
            vars: {p: mobile/otp}
            steps:
              - call: {method: POST, path: "/tools/kyc/${{ vars.p }}", body: {mobile: "9002336768"}}
                effect: changes
            """
        #expect(try await checked(late) == ["lighter_effect"])
    }

    @Test("an amount that turns out to be no number is not sent")
    func lateAmount() async throws {
        let text = """
            steps:
              - id: a
                call: {method: GET, path: /x}
                capture: {amount: data.amount}
              - call: {method: POST, path: /customer/payment/dmt-fino, body: {amount: "${{ steps.a.amount }}"}}
            """
        for (amount, outcome) in [
            ("\"12\"", "failed body.data.tx_status"), ("12.5", "failed body.data.tx_status"),
            ("\"much\"", "errored InvalidValue"),
            ("-3", "errored InvalidValue"),
        ] {
            let transport = FakeTransport([.success((200, #"{"status":0,"data":{"amount":\#(amount)}}"#))])
            let (report, requests) = try await run(text, transport: transport)
            #expect(report.outcomes == ["passed", outcome], "\(amount)")
            #expect(requests.count == (outcome.hasPrefix("failed") ? 2 : 1))
        }
    }

    @Test("a poll whose path changes to one that texts ends before that request")
    func pollOfChangingPath() async throws {
        // The same request, after the first look at it, leads to another operation.
        let text = """
            steps:
              - call: {method: GET, path: "/customer/profil%6${{ random_digits(1) }}/9002336768"}
                poll: {every: 1ms, timeout: 1h}
                expect: {http: 200, body: {never: 1}}
            """
        let count = Mutex(UInt64(0))
        let services = RunServices(
            clock: { Timestamp(milliseconds: 1_700_000_000_000) },
            random: {
                count.withLock { count in
                    count += 1
                    return count &* 0x9E37_79B9_7F4A_7C15
                }
            })
        let planner = Planner(environmentVariable: { _ in nil }, overrides: [:], services: services)
        let planned = await planner.plan(decoded(text), in: .test(), runID: "RUN")
        let plan = RunPlan(id: "RUN", workflows: planned.source?.workflows ?? [])
        let transport = FakeTransport([.success((200, successBody))])
        let cleared = try await SafetyRules().clear(plan, services: services)
        let report = Mutex(CollectedRun())
        await WorkflowRunner(transport: transport, services: services).run(cleared) { event in
            report.withLock { $0.fold(event) }
        }
        #expect(!transport.requests.contains { $0.url.contains("%65") })
        #expect(report.withLock(\.outcomes) == ["errored Refused"])
    }

    @Test(
        "an amount that a server might read otherwise is not known",
        arguments: [
            "path: /customer/payment/dmt-fino, body: {amount: 1, data: {amount: 5000}}",
            "path: /customer/payment/dmt-fino, body: {amount: 1, Amount: 5000}",
            "path: /customer/payment/dmt-fino, urlencoded: {amount: 1, 'amount[]': 5000}",
            "path: /customer/payment/dmt-fino, body: {amount: 1, data: '{\"amount\":5000}'}",
            "path: /customer/payment/dmt-fino, form: {amount: '1', form-data: '{\"amount\":\"5000\"}'}",
            "path: /customer/payment/dmt-fino, body: {amount: 1, data: '{\"\\u0061mount\":5000}'}",
            "path: /customer/payment/dmt-fino, body: {amount: 1, data: '<&#97;mount>5000'}",
            "path: /customer/payment/dmt-fino, query: {amount: '1'}, body: '{\"\\u0061mount\":5000,}'",
            "path: /customer/payment/dmt-fino, query: {amount: '1'}, body: \"--b\\r\\nContent-Disposition: form-data; name=amount\\r\\n\\r\\n9\\r\\n--b--\"",
            "path: /customer/payment/dmt-fino, query: {amount: '1'}, form: {amount: {file: amount.txt}}",
            "path: /customer/payment/dmt-fino, query: {amount: '1'}, form: {data: {file: amount.json}}",
            "path: /customer/payment/dmt-fino, body: '{\"amount\":5000,\"x\":\"&amount=1&\"'",
            "path: /tools/kyc/bank-account/bulk, query: {entries: [{a: 1}]}, body: {entries: [{a: 1}, {a: 1}]}",
            "path: /tools/kyc/bank-account/bulk, body: {entries: [[{a: 1}, {a: 1}, {a: 1}]]}",
            "path: '/customer/payment/refund/1;x/tools/kyc/bank-account/sync', body: {a: 1}",
        ])
    func hiddenAmount(_ call: String) async throws {
        let text = "steps:\n  - call: {method: POST, \(call)}\n    allow_invalid: true\n    expect: {outcome: any}\n"
        let folder = FileManager.default.temporaryDirectory.appending(path: "amounts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let contents = ["amount.txt": "5000", "amount.json": #"{"amount": 5000}"#]
        for (name, content) in contents {
            try Data(content.utf8).write(to: folder.appending(path: name))
        }
        let files = Dictionary(uniqueKeysWithValues: contents.keys.map { ($0, folder.appending(path: $0).path) })
        do {
            let (report, requests) = try await run(
                text, limits: EffectLimits(maximumAmount: Rupees(paise: 2_00)), files: files)
            #expect(report.outcomes == ["errored Refused"])
            #expect(requests.isEmpty)
        } catch is SafetyRules.Refusal {
        }
    }

    @Test("a stated amount never lowers what the request says")
    func statedAmount() {
        func total(_ parameters: [(String, JSONValue)], stated: JSONValue?) -> Int? {
            let operation = Operation.named("dmt_transfer")!
            return MovedAmount(
                [operation], parameters.map { ($0.0, .known($0.1)) }, stated: stated.map { .known($0) }
            ).total?.paise
        }
        #expect(total([("amount", "5000")], stated: "1") == 500_000)
        #expect(total([("amount", "1")], stated: "5000") == 500_000)
        #expect(total([("amount", "5,000")], stated: "1") == nil)
        #expect(total([], stated: "7") == 700)
        #expect(total([], stated: nil) == nil)
        #expect(total([("amount", "1"), ("amount", "2")], stated: nil) == 300)
        #expect(total([("amount", "1"), ("note", "the amount = 5")], stated: nil) == nil)
        #expect(total([("amount", "1"), ("note", "an amount of 5")], stated: nil) == 100)
    }

    @Test("a person in the path whom only the run knows is judged when it is known")
    func latePerson() async throws {
        let text = """
            steps:
              - id: x
                call: {method: GET, path: /vals}
                capture: {v: data.v}
              - call: {operation: customer, with: {customer_id: "${{ steps.x.v }}"}}
                expect: {outcome: any}
            """
        for (number, outcome) in [("9002336769", "passed"), ("9002336768", "errored Refused")] {
            let transport = FakeTransport([.success((200, #"{"status":0,"data":{"v":"\#(number)"}}"#))])
            let (report, _) = try await run(
                text, limits: EffectLimits(recipients: ["9002336769"]), transport: transport)
            #expect(report.outcomes == ["passed", outcome])
        }
    }

    @Test("a number beside a transaction's counts too")
    func numberBesideTransaction() async throws {
        let text = """
            steps:
              - call: {method: POST, path: /customer/payment/refund/9812345678/otp, body: {mobile: "9812345679"}}
                recipient: "9002336769"
            """
        await #expect(throws: SafetyRules.Refusal.self) {
            try await run(text, limits: EffectLimits(recipients: ["9002336769"]))
        }
        let (report, _) = try await run(
            text.replacing(", body: {mobile: \"9812345679\"}", with: "") + "\n    expect: {outcome: any}\n",
            limits: EffectLimits(recipients: ["9002336769"]))
        #expect(report.outcomes == ["passed"])
    }

    @Test("in production, nothing moves money unless the environment says how much")
    func production() async throws {
        let transfer = try #require(Operation.named("dmt_transfer"))
        let workflow = decoded("steps:\n" + call(transfer))
        for (amount, isRefused) in [(nil, true), (Rupees(paise: 500_00), false)] {
            let target = TargetEnvironment(
                path: "environments/prod.yml", name: "prod", baseURL: "http://127.0.0.1:9/v3", initiatorID: "1",
                credentials: .test, timeout: .seconds(1), otpSource: nil,
                limits: EffectLimits(maximum: 1, maximumAmount: amount, recipients: ["9002336768"]),
                isProduction: true, isSandbox: false)
            let plan = RunPlan(id: "RUN", workflows: [PlannedWorkflow(workflow, in: target)])
            let rules = SafetyRules(consent: { _ in true })
            do {
                _ = try await rules.clear(plan, services: .fixed)
                #expect(!isRefused)
            } catch {
                #expect(isRefused)
            }
        }
    }

    @Test("in production, a deadline that passed names the API's list of addresses, and only there")
    func addresses() async throws {
        let late = TransportError(reason: .deadline, delivery: .unknown, message: "too late", elapsed: .zero)
        let lost = TransportError(reason: .connectionLost, delivery: .unknown, message: "lost", elapsed: .zero)
        let workflow = decoded("steps:\n  - call: {operation: banks}\n")
        for (isProduction, error, isNamed) in [(true, late, true), (false, late, false), (true, lost, false)] {
            let target = TargetEnvironment(
                path: "environments/e.yml", name: "e", baseURL: "http://127.0.0.1:9/v3", initiatorID: "1",
                credentials: .test, timeout: .seconds(1), otpSource: nil,
                limits: EffectLimits(maximum: 1, recipients: ["9002336768"]), isProduction: isProduction,
                isSandbox: false)
            let plan = RunPlan(id: "RUN", workflows: [PlannedWorkflow(workflow, in: target)])
            let cleared = try await SafetyRules(consent: { _ in true }).clear(plan, services: .fixed)
            let report = Mutex(CollectedRun())
            await WorkflowRunner(transport: FakeTransport([.failure(error)]), services: .fixed).run(cleared) { event in
                report.withLock { $0.fold(event) }
            }
            guard case .errored(let problem) = report.withLock({ $0.workflows[0].steps[0].outcome }) else {
                Issue.record("no error")
                return
            }
            #expect((problem.help ?? "").contains("allow-listed") == isNamed)
        }
    }

    @Test("every request that does more than to read is recorded before it is made, with its reference")
    func recorded() async throws {
        let operations = Operation.all
        let workflow = decoded("steps:\n" + operations.map { call($0) }.joined(separator: "\n"))
        let plan = RunPlan(id: "RUN", workflows: [PlannedWorkflow(workflow, in: .test())])
        let transport = FakeTransport([.success((200, successBody))])
        let recorder = ListOfRequests()
        let cleared = try await SafetyRules().clear(plan, services: .fixed)
        await WorkflowRunner(transport: transport, services: .fixed, recorder: recorder).run(cleared) { _ in }
        let recorded = recorder.requests.withLock(\.self)
        let expected = operations.filter { !$0.effect.kinds.onlyReads }
        #expect(recorded.map(\.effects) == expected.map(\.effect.kinds))
        for (request, operation) in zip(recorded, expected) {
            #expect(request.trace.method == operation.method.rawValue)
            let hasReference = operation.parameter("client_ref_id") != nil
            #expect((request.trace.reference != nil) == hasReference, "\(operation.name)")
        }
    }

    @Test("a request that cannot be recorded is not made")
    func unrecorded() async throws {
        let workflow = decoded("steps:\n  - verify_otp: {mobile: '9002336768', otp: '1'}\n")
        let plan = RunPlan(id: "RUN", workflows: [PlannedWorkflow(workflow, in: .test())])
        let transport = FakeTransport([.success((200, successBody))])
        let recorder = ListOfRequests(isFull: true)
        let cleared = try await SafetyRules().clear(plan, services: .fixed)
        await WorkflowRunner(transport: transport, services: .fixed, recorder: recorder).run(cleared) { _ in }
        #expect(transport.requests.isEmpty)
    }
}

/// Keeps what is recorded.
private final class ListOfRequests: RequestRecorder {
    let requests = Mutex<[RecordedRequest]>([])
    private let isFull: Bool

    init(isFull: Bool = false) {
        self.isFull = isFull
    }

    func willStart(_ event: RunEvent) {}

    func willMake(_ request: RecordedRequest, step: String, workflow: Int) throws(RequestRecordError) {
        if isFull { throw RequestRecordError(reason: "no space left on device") }
        requests.withLock { $0.append(request) }
    }
}

@Suite("A client_ref_id that is used twice is told")
struct UsedReferenceTests {
    @Test("a reference of the workflow's own is told at its second use, also in another case; others are new each time")
    func told() async throws {
        let text = """
            cases: [{a: 1}, {a: 2}]
            steps:
              - send_otp: {mobile: '9002336768', csp_id: c, client_ref_id: MINE}
              - send_otp: {mobile: '9002336768', csp_id: c}
              - send_otp: {mobile: '9002336768', csp_id: c, client_ref_id: "${{ unique_ref('QA') }}"}
              - call: {method: POST, path: /x, body: {client_ref_id: "C${{ case.a }}"}}
              - validate_token: {otp_verification_token: t, client_ref_id: MINE}
            """
        let (report, _) = try await run(text)
        let warnings = report.workflows.flatMap(\.steps).map { step in
            step.warnings.contains { $0.hasPrefix("client_ref_id 'MINE' was used before") }
        }
        #expect(warnings == [false, false, false, false, false, true, false, false, false, false])
    }
}
