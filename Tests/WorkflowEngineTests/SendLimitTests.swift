import Contract
import HTTP
import Testing
import WorkflowModel

@testable import WorkflowEngine

@Suite("Limits are reserved before each send")
struct SendLimitTests {
    private func workflow(_ numbers: [String]) -> String {
        "steps:\n" + numbers.map { "  - send_otp: {mobile: '\($0)', csp_id: c}\n" }.joined()
    }

    @Test("a send above max_sends is refused before it is sent")
    func maximum() async throws {
        let numbers = Array(repeating: "9002336768", count: 3)
        let (report, requests) = try await run(workflow(numbers), limits: EffectLimits(maximum: 2))
        #expect(report.outcomes == ["passed", "passed", "errored Refused"])
        #expect(requests.count == 2)
        #expect(report.tally.refused == 1)
    }

    @Test("many parallel tasks cannot exceed the limits")
    func burst() async {
        let effectGuard = EffectGuard(EffectLimits(maximum: 10, maximumPerRecipient: 2))
        let admitted = await withTaskGroup { group in
            for index in 0..<1_000 {
                group.addTask {
                    do {
                        try effectGuard.reserve(.texts, recipients: ["90023367\(10 + index % 8)"])
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == 10)
    }

    @Test("a send above max_sends_per_recipient is refused")
    func perRecipient() async throws {
        let (report, requests) = try await run(
            workflow(["9002336768", "9002336769", "9002336768"]), limits: EffectLimits(maximumPerRecipient: 1))
        #expect(report.outcomes == ["passed", "passed", "errored Refused"])
        #expect(requests.count == 2)
    }

    @Test("only the recipients are texted, and the message masks other numbers")
    func recipients() async throws {
        let limits = EffectLimits(recipients: ["9002336769"])
        await #expect(throws: SafetyRules.Refusal.self) { try await run(workflow(["9002336768"]), limits: limits) }
        // A number that only the run knows is refused at its step.
        let text = """
            steps:
              - id: a
                call: {method: GET, path: /}
                capture: {mobile: data.mobile}
              - send_otp: {mobile: "${{ steps.a.mobile }}", csp_id: c}
            """
        let (report, requests) = try await run(
            text, limits: limits,
            transport: FakeTransport([.success((200, #"{"status":0,"data":{"mobile":"9002336768"}}"#))]))
        #expect(requests.map(\.method) == ["GET"])
        guard case .errored(let error) = try #require(report.workflows.first?.steps.last).outcome else {
            Issue.record("not refused")
            return
        }
        #expect(error.message == "the number 90xxxxx768 is not among the environment's recipients")
    }

    @Test("a number counts as one person, however it is written")
    func spellings() async throws {
        let text =
            "steps:\n"
            + ["9002336768", "+919002336768", " 90023-36768", "9002336768.0", "9002336768 x12"].map {
                "  - {allow_invalid: true, send_otp: {mobile: '\($0)', csp_id: c}}\n"
            }.joined()
        let (report, requests) = try await run(text, limits: EffectLimits(maximumPerRecipient: 1))
        #expect(report.outcomes == ["passed", "errored Refused", "skipped", "skipped", "skipped"])
        #expect(requests.count == 1)
        for number in ["9002336768.0", "9.002336768e9", "9002336768 x12", "９００２３３６７６８", "9002336768/1"] {
            #expect(personTexted(number) == "9002336768")
        }
    }

    @Test(
        "a call that the server may treat as a send is limited like a send",
        arguments: [
            "path: /x/mobile/otp, body: {mobile: '9002336768'}",
            "path: /x/mobile/otp, body: {mobile: '9002336769'}, query: {mobile: '9002336768'}",
            "path: '/${{ vars.p }}', body: {mobile: '9002336768'}",
            "path: '/mobile;v=1/otp/', body: {mobile: '9002336768'}",
            "path: '/mobile/;/otp', body: {mobile: '9002336768'}",
            "path: /mobile/otp.json, body: {mobile: '9002336768'}",
            "path: /mobile/otp, body: {mobile: '9002336769', Mobile: '9002336768'}",
            "path: /mobile/otp, body: {mobile: '9002336769', to: [{number: +91 90023 36768}]}",
            "path: /mobile/otp, body: {mobile: '9002336769,9002336768'}",
            "path: /mobile/otp, body: {mobile: ['9002336769', '9002336768']}",
            "path: /mobile/otp, body: {mobile: '9002336769'}, query: {'mobile[1]': '9002336768'}",
            "path: '/mobile/otp;mobile=9002336768', body: {mobile: '9002336769'}",
        ])
    func callThatSends(_ call: String) async throws {
        let text = "vars: {p: MOBILE/otp}\nsteps:\n  - call: {method: POST, \(call)}\n"
        await #expect(throws: SafetyRules.Refusal.self) {
            try await run(text, limits: EffectLimits(recipients: ["9002336769"]))
        }
        let (report, requests) = try await run(text, limits: EffectLimits(maximum: 0))
        #expect(report.outcomes == ["errored Refused"])
        #expect(requests.isEmpty)
    }

    @Test("a number that a request contains twice counts as one person and one send")
    func sameNumberTwice() async throws {
        let text =
            "steps:\n  - call: {method: POST, path: /mobile/otp, query: {mobile: '9002336768'}, body: {mobile: '9002336768'}}\n"
        let (report, _) = try await run(text, limits: EffectLimits(maximum: 1, maximumPerRecipient: 1))
        #expect(report.outcomes == ["passed"])
    }

    @Test("the numbers of the caller and of the agent are nobody who is texted")
    func othersNumbers() async throws {
        let text =
            "steps:\n  - call: {method: POST, path: /mobile/otp, body: {mobile: '9002336769', csp_id: '9002336768'}}\n"
        let (report, _) = try await run(text, limits: EffectLimits(recipients: ["9002336769"]))
        #expect(report.outcomes == ["passed"])
    }

    @Test("a path counts as a send even if a part of it is in the base URL")
    func pathInBaseURL() throws {
        let base = "http://127.0.0.1/v3/tools/kyc/mobile"
        #expect(Routes.possibleOperations(method: "POST", path: base + "/otp").map(\.name) == ["send_otp"])
        #expect(Routes.possibleOperations(method: "POST", path: base + "/otp/verify").map(\.name) == ["verify_otp"])
        #expect(RequestPath.problem(of: "/kyc\\mobile\\otp") != nil)
    }

    @Test("a send by 'call' is limited like any other send")
    func call() async throws {
        let (report, requests) = try await run(
            "steps:\n  - call: {method: POST, path: /tools/kyc/mobile/otp, body: {mobile: '9002336768'}}\n",
            limits: EffectLimits(maximum: 0))
        #expect(report.outcomes == ["errored Refused"])
        #expect(requests.isEmpty)
    }

    @Test("a send with an unknown outcome counts")
    func unknownCounts() async throws {
        let lost = TransportError(reason: .connectionLost, delivery: .unknown, message: "lost", elapsed: .zero)
        let text =
            "steps:\n"
            + ["9002336768", "9002336769"].map {
                "  - {send_otp: {mobile: '\($0)', csp_id: c}, continue_on_failure: true}\n"
            }.joined()
        let (report, requests) = try await run(
            text, limits: EffectLimits(maximum: 1), transport: FakeTransport([.failure(lost)]))
        #expect(report.outcomes == ["errored OutcomeUnknown", "errored Refused"])
        #expect(requests.count == 1)
    }

    @Test("a request that texts several persons counts for each of them")
    func severalPersons() throws {
        let effectGuard = EffectGuard(EffectLimits(maximum: 2, maximumPerRecipient: 1))
        #expect(throws: EffectGuard.Refusal.self) {
            try effectGuard.reserve(.texts, recipients: ["9002336761", "9002336762", "9002336763"])
        }
        try effectGuard.reserve(.texts, recipients: ["9002336761", "9002336762"])
        #expect(throws: EffectGuard.Refusal.self) { try effectGuard.reserve(.texts, recipients: [""]) }
    }

    @Test("a rate limit spaces sends by the clock, also after a pause, in which all of them became due")
    func rate() {
        let interval = Duration.milliseconds(200)
        let effectGuard = EffectGuard(EffectLimits(interval: interval))
        let start = ContinuousClock.now
        #expect(effectGuard.tryPass(.turn, interval, at: start) == nil)
        #expect(effectGuard.tryPass(.turn, interval, at: start + .milliseconds(199)) == start + interval)
        #expect(effectGuard.tryPass(.turn, interval, at: start + .seconds(60)) == nil)
        #expect(effectGuard.tryPass(.turn, interval, at: start + .seconds(60)) == start + .seconds(60) + interval)
    }

    @Test("requests that had their turns leave one after another, however long the ledger or the disk took")
    func leaving() {
        let effectGuard = EffectGuard(EffectLimits(interval: .milliseconds(200)))
        let (start, interval) = (ContinuousClock.now, Duration.milliseconds(200))
        #expect(effectGuard.tryPass(.turn, interval, at: start) == nil)
        #expect(effectGuard.tryPass(.turn, interval, at: start + interval) == nil)
        // The first waits five seconds for the ledger, and the second as long as the first.
        let late = start + .seconds(5)
        #expect(effectGuard.tryPass(.leave, interval, at: late) == nil)
        #expect(effectGuard.tryPass(.leave, interval, at: late + .milliseconds(1)) == late + interval)
        #expect(effectGuard.tryPass(.leave, interval, at: late + interval) == nil)
    }

    @Test("the limits of the command line are of the whole run, over environments")
    func ofRun() async throws {
        let workflow = decoded(workflow(["9002336768"]))
        let plan = RunPlan(
            id: "RUN",
            workflows: ["a", "b", "c"].map { PlannedWorkflow(workflow, in: .test(identity: $0)) })
        #expect(plan.environments.count == 3)
        let transport = FakeTransport([.success((200, successBody))])
        let cleared = try await SafetyRules(limits: EffectLimits(maximum: 2)).clear(plan, services: .fixed)
        await WorkflowRunner(transport: transport, services: .fixed).run(cleared) { _ in }
        #expect(transport.requests.count == 2)
        let ofEach = try await SafetyRules().clear(plan, services: .fixed)
        await WorkflowRunner(transport: transport, services: .fixed).run(ofEach) { _ in }
        #expect(transport.requests.count == 5)
    }

    @Test("two paths to one file of an environment have one limit")
    func sameFile() async throws {
        let workflow = decoded(workflow(["9002336768"]))
        let plan = RunPlan(
            id: "RUN",
            workflows: ["a", "b"].map {
                PlannedWorkflow(workflow, in: .test(EffectLimits(maximum: 1), path: $0, identity: "1:2"))
            })
        let transport = FakeTransport([.success((200, successBody))])
        let cleared = try await SafetyRules().clear(plan, services: .fixed)
        await WorkflowRunner(transport: transport, services: .fixed).run(cleared) { _ in }
        #expect(transport.requests.count == 1)
    }

    @Test("many parallel tasks cannot exceed max_sends")
    func concurrent() async {
        let effectGuard = EffectGuard(EffectLimits(maximum: 10))
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    do {
                        try effectGuard.reserve(.texts, recipients: ["1"])
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == 10)
    }
}
