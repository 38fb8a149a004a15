import HTTP
import JSON
import Secrets
import Testing
import WorkflowModel

@testable import WorkflowEngine

@Suite("Which steps run, and in which order")
struct SequenceTests {
    private static let failing = FakeTransport.Answer.success((500, "{}"))
    private static let success = FakeTransport.Answer.success((200, successBody))

    private func paths(_ requests: [HTTPRequest]) -> [String] {
        requests.map { String($0.url.prefix { $0 != "?" }.split(separator: "/").last ?? "") }
    }

    @Test("setup, steps and teardown run in this order; every teardown step also runs after a failure")
    func teardown() async throws {
        let text = """
            setup: [{call: {method: GET, path: /setup}}]
            steps:
              - {call: {method: GET, path: /fails}}
              - {call: {method: GET, path: /rest}}
            teardown:
              - {call: {method: GET, path: /first}}
              - {call: {method: GET, path: /second}}
            """
        let transport = FakeTransport([Self.success, Self.failing, Self.failing, Self.success])
        let (report, requests) = try await run(text, transport: transport)
        #expect(paths(requests) == ["setup", "fails", "first", "second"])
        #expect(
            report.outcomes == ["passed", "failed http body.status", "skipped", "failed http body.status", "passed"])
    }

    @Test("a teardown step is skipped if it needs a value that was not captured")
    func teardownWithoutCapture() async throws {
        let text = """
            steps:
              - {id: send, call: {method: GET, path: /send}, capture: {tid: data.tid}}
            teardown:
              - {call: {method: GET, path: "/${{ steps.send.tid }}"}}
              - {call: {method: GET, path: /other}}
            """
        let failed = try await run(text, transport: FakeTransport([Self.failing, Self.success]))
        #expect(failed.report.outcomes == ["failed http body.status", "skipped", "passed"])
        let passed = try await run(text)
        #expect(paths(passed.requests) == ["send", "42", "other"])
    }

    @Test("a teardown step that compares a missing capture with null runs, and one that reads it does not")
    func teardownThatAsks() async throws {
        let text = """
            steps:
              - {id: a, call: {method: GET, path: /a}, capture: {tid: data.tid}}
            teardown:
              - {when: "${{ steps.a.tid == null }}", call: {method: GET, path: /without}}
              - {when: "${{ steps.a.tid != null }}", call: {method: GET, path: "/${{ steps.a.tid }}"}}
              - {when: "${{ steps.a.tid > 'x' }}", call: {method: GET, path: /never}}
              - {when: "${{ steps.a.tid != 'x' && 1 == 2 }}", call: {method: GET, path: /never}}
              - {when: "${{ steps.a.tid != env.name && 1 == 2 || 1 == 2 }}", call: {method: GET, path: /never}}
            """
        let failed = try await run(text, transport: FakeTransport([Self.failing, Self.success]))
        #expect(
            failed.report.outcomes == ["failed http body.status", "passed", "skipped", "skipped", "skipped", "skipped"])
        #expect(paths(failed.requests) == ["a", "without"])
        #expect(paths(try await run(text).requests) == ["a", "42"])
    }

    @Test(
        "a value that was not captured is different from nothing but null: no step runs because of it",
        arguments: ["!= 'x'", "== 'x'", "!= 1", "!= steps.a.other", "!= env.name"])
    func missingInComparison(_ comparison: String) async throws {
        let text = """
            steps:
              - id: a
                call: {method: GET, path: /a}
                capture: {tid: data.tid, other: data.other}
                continue_on_failure: true
              - {when: "${{ steps.a.tid \(comparison) }}", call: {method: GET, path: /never}}
            teardown:
              - {when: "${{ steps.a.tid \(comparison) }}", call: {method: GET, path: /never}}
            """
        let (report, requests) = try await run(text, transport: FakeTransport([Self.failing, Self.success]))
        #expect(report.outcomes.dropFirst() == ["errored InvalidValue", "skipped"])
        #expect(paths(requests) == ["a"])
    }

    @Test("a teardown can use the outputs of a used workflow that failed")
    func outputOfFailedUse() async throws {
        let shared = """
            steps:
              - {id: send, call: {method: GET, path: /send}, capture: {tid: data.tid}}
              - {call: {method: GET, path: /fails}}
            outputs: {tid: "${{ steps.send.tid }}"}
            """
        let text = """
            steps: [{id: u, use: shared.yml}]
            teardown: [{call: {method: GET, path: "/${{ steps.u.tid }}"}}]
            """
        let transport = FakeTransport([Self.success, Self.failing, Self.success])
        let (report, requests) = try await run(text, files: ["shared.yml": shared], transport: transport)
        #expect(paths(requests) == ["send", "fails", "42"])
        #expect(report.outcomes == ["passed", "failed http body.status", "passed"])
    }

    @Test("a step that the workflow goes on after keeps what could be captured of it")
    func partialCaptures() async throws {
        let text = """
            steps:
              - {id: a, continue_on_failure: true, call: {method: GET, path: /a}, capture: {tid: data.tid, no: data.no}}
              - {call: {method: GET, path: "/${{ steps.a.tid }}"}}
            """
        let (report, requests) = try await run(text)
        #expect(report.outcomes == ["errored MissingCapture", "passed"])
        #expect(requests.count == 2)
    }

    @Test("a variable that calls a function has a different value for each case")
    func functionInVariables() async throws {
        let text = """
            vars: {ref: "${{ unique_ref() }}"}
            cases: [{n: 1}, {n: 2}]
            steps: [{call: {method: GET, path: "/${{ vars.ref }}"}}]
            """
        let (_, requests) = try await run(text)
        #expect(Set(paths(requests)).count == 2)
    }

    @Test("an OTP of one step is also a secret of later steps")
    func secretsOfEarlierSteps() async throws {
        let text = """
            steps:
              - {verify_otp: {mobile: '9002336768'}}
              - {call: {method: GET, path: /b}, expect: {http: 500}}
            """
        let (report, _) = try await run(text, otpSource: .prompt, prompt: { _, _ in "314159" })
        #expect(report.workflows[0].steps[1].secrets.contains(Secret("314159")))
    }

    @Test(
        "a token anywhere in a response is a secret of its step and of later steps; text of the workflow is not"
    )
    func secretsOfResponses() async throws {
        let text = """
            vars: {otp: 27182818}
            steps:
              - {call: {method: POST, path: /a, body: {x: [{otp: "${{ vars.otp }}"}], otp: "1414"}}, expect: {http: 500}}
              - {call: {method: GET, path: /b}, expect: {http: 500}}
            """.replacing("expect: {http: 500}}\n", with: "expect: {http: 500}, continue_on_failure: true}\n")
        let body = #"{"status":0,"list":[{"otp_verification_token":"aa.bb.cc"},{"otp":12},{"token":"free"}]}"#
        let (report, _) = try await run(text, transport: FakeTransport([.success((200, body)), .success((200, "{}"))]))
        for step in report.workflows[0].steps {
            let secrets = step.secrets
            #expect(secrets.contains(Secret("27182818")) && secrets.contains(Secret("aa.bb.cc")))
            #expect(!["12", "free", "1414"].contains { secrets.contains(Secret($0)) })
        }
    }

    @Test("a cancelled run skips the remaining steps and sends nothing more")
    func cancellation() async throws {
        let text = "steps: [{wait: 1h}, {send_otp: {mobile: '9002336768', csp_id: c}}]\nteardown: [{wait: 1h}]\n"
        let task = Task { try await run(text) }
        task.cancel()
        let (report, requests) = try await task.value
        #expect(report.outcomes == ["skipped", "skipped", "skipped"])
        #expect(requests.isEmpty)
        #expect(report.wasInterrupted)
    }

    @Test("a failure of a step with continue_on_failure does not end the workflow")
    func continueOnFailure() async throws {
        let text = """
            steps:
              - {call: {method: GET, path: /a}, continue_on_failure: true}
              - {call: {method: GET, path: /b}}
            """
        let (report, _) = try await run(text, transport: FakeTransport([Self.failing, Self.success]))
        #expect(report.outcomes == ["failed http body.status", "passed"])
    }

    @Test(
        "a step runs if its condition is true",
        arguments: [
            ("${{ vars.n == 7 }}", "passed"), ("${{ vars.n != 7 }}", "skipped"), ("false", "skipped"),
            ("${{ vars.n > 5 && !(vars.n > 9) }}", "passed"),
            ("${{ env.name == 'prod' || run.id == 'RUN' }}", "passed"),
        ])
    func condition(_ condition: String, _ outcome: String) async throws {
        let (report, requests) = try await run(
            "vars: {n: 7}\nsteps:\n  - when: \(condition)\n    call: {method: GET, path: /a}\n")
        #expect(report.outcomes == [outcome])
        #expect(requests.count == (outcome == "passed" ? 1 : 0))
    }

    @Test("a capture of a skipped step is null in a comparison, and an error anywhere else")
    func captureOfSkippedStep() async throws {
        let text = """
            steps:
              - {id: z, call: {method: GET, path: /z}, capture: {tid: data.tid}}
              - {id: a, when: "${{ steps.z.tid == 'x' }}", call: {method: GET, path: /a}, capture: {tid: data.tid}}
              - {when: "${{ steps.a.tid != null }}", call: {method: GET, path: /b}}
              - {call: {method: GET, path: "/${{ steps.a.tid }}"}}
            """
        // A step that is certain to be skipped is found before the run.
        #expect(try await checked(text.replacing("${{ steps.z.tid == 'x' }}", with: "${{ 1 == 2 }}")) == ["no_value"])
        let (report, requests) = try await run(text)
        #expect(report.outcomes == ["passed", "skipped", "skipped", "errored InvalidValue"])
        #expect(requests.count == 1)
        guard case .errored(let error) = report.workflows[0].steps[3].outcome else { return }
        #expect(error.message == "'steps.a.tid' has no value here: the step 'a' was skipped")
    }

    private static let shared = """
        vars: {mobile: {required: true}, path: "/${{ vars.mobile }}"}
        steps:
          - {id: send, call: {method: GET, path: "${{ vars.path }}"}, capture: {tid: data.tid}}
        teardown:
          - {call: {method: GET, path: /inner}}
        outputs: {tid: "${{ steps.send.tid }}"}
        """

    @Test("a used workflow gets its variables, returns its outputs, and its steps are reported")
    func use() async throws {
        let text = """
            vars: {number: 123}
            steps:
              - {id: shared, name: Shared, use: shared.yml, with: {mobile: "${{ vars.number }}"}}
              - {name: after, call: {method: GET, path: "/${{ steps.shared.tid }}"}}
            """
        let (report, requests) = try await run(text, files: ["shared.yml": Self.shared])
        #expect(paths(requests) == ["123", "inner", "42"])
        #expect(report.workflows[0].steps.map(\.name) == ["Shared › send", "Shared › call", "after"])
    }

    @Test("a failure in a used workflow runs its own teardown, then ends the workflow that uses it")
    func failureInUse() async throws {
        let text = """
            steps:
              - {id: shared, use: shared.yml, with: {mobile: 1}}
              - {call: {method: GET, path: "/${{ steps.shared.tid }}"}}
            """
        let (report, requests) = try await run(
            text, files: ["shared.yml": Self.shared], transport: FakeTransport([Self.failing, Self.success]))
        #expect(report.outcomes == ["failed http body.status", "passed", "skipped"])
        #expect(paths(requests) == ["1", "inner"])
    }

    @Test("a use that is skipped or cannot start reports each of its steps")
    func useThatDoesNotBegin() async throws {
        let text = """
            steps:
              - {id: z, call: {method: GET, path: /z}, capture: {tid: data.tid}}
              - {id: a, when: "${{ steps.z.tid == 'x' }}", call: {method: GET, path: /a}, capture: {tid: data.tid}}
              - {when: false, use: shared.yml, with: {mobile: 1}}
              - {use: shared.yml, with: {mobile: "${{ steps.a.tid }}"}}
            """
        let (report, requests) = try await run(text, files: ["shared.yml": Self.shared])
        #expect(report.outcomes == ["passed", "skipped", "skipped", "skipped", "errored InvalidValue", "skipped"])
        #expect(requests.count == 1)
    }

    @Test("a workflow runs once for each case, with the fields of that row")
    func cases() async throws {
        let text = """
            vars: {prefix: x}
            cases:
              - {case_name: one, path: "${{ vars.prefix }}1"}
              - {path: 2, more: [a]}
            steps:
              - {call: {method: GET, path: "/${{ case.path }}"}}
            """
        let (report, requests) = try await run(text)
        #expect(paths(requests) == ["x1", "2"])
        #expect(report.workflows.map(\.planned.title) == ["test.yml [one]", "test.yml [case 2]"])
    }

    @Test("wait takes its time and passes")
    func wait() async throws {
        let (report, _) = try await run("steps: [{wait: 20ms}]\n")
        #expect(report.outcomes == ["passed"])
        #expect(report.workflows[0].steps[0].duration >= .milliseconds(20))
    }
}
