import Foundation
import Testing

@Suite("A recheck judges a recorded run again without sending", .timeLimit(.minutes(5)))
struct RecheckTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            "name: sandbox\nsandbox: embedded\ninitiator_id: '9962981729'\n", to: "environments/sandbox.yml")
    }

    private static let roundTrip = """
        name: Round trip
        environment: sandbox
        vars: { mobile: "9002336768", ref: "${{ unique_ref('QA') }}" }
        cases:
          - { case_name: "of 9002336769", label: "${{ unique_ref() }}" }
        steps:
          - id: send
            send_otp: { mobile: "${{ vars.mobile }}", csp_id: "9002336767", client_ref_id: "${{ vars.ref }}" }
            expect:
              within: 5s
              body:
                message: MESSAGE
                data.client_ref_id: "${{ vars.ref }}"
                data.otp_expiry_timestamp: { after: now, before: now + 15m }
          - use: _verify.yml
            with: { mobile: "${{ vars.mobile }}" }
            id: verified
          - validate_token: { otp_verification_token: "${{ steps.verified.token }}", client_ref_id: "${{ case.label }}" }
            expect:
              body:
                data.mobile: "9002336768"
                data.client_ref_id: "${{ vars.ref }}"
                data.otp_verification_token: { format: jwt, equals: "${{ steps.verified.token }}" }
        """

    private static let verify = """
        vars: { mobile: { required: true }, ref: "${{ unique_ref('V') }}" }
        steps:
          - id: verify
            verify_otp: { mobile: "${{ vars.mobile }}", client_ref_id: "${{ vars.ref }}" }
            expect: { body: { status: 0, data.client_ref_id: "${{ vars.ref }}" } }
            capture: { token: data.otp_verification_token }
        outputs: { token: "${{ steps.verify.token }}" }
        """

    @Test("passed steps pass again with the recorded values, and a fixed expectation passes now")
    func roundTrip() async throws {
        try folder.write(Self.verify, to: "_verify.yml")
        try folder.write(
            Self.roundTrip.replacing("MESSAGE", with: "wrong").replacing(
                "    expect:\n      within", with: "    continue_on_failure: true\n    expect:\n      within"),
            to: "workflow.yml")
        let first = try await ekoflow(["run", "workflow.yml"])
        #expect(first.exitCode == 1)
        let journal = try folder.read("reports/journal.jsonl")
        for number in ["9002336768", "9002336767", "9962981729", "9002336769"] { #expect(!journal.contains(number)) }
        #expect(!journal.contains("\"otp\":\"\(try await otp(in: journal))\""))

        let again = try await ekoflow(["recheck"])
        #expect(again.exitCode == 1, "\(again.stdout)\(again.stderr)")
        #expect(again.stdout.contains("body.message: expected \"wrong\", actual \"OTP has been sent\""))
        #expect(again.stdout.contains("3 steps: 2 passed, 1 failed · nothing was sent"))

        try folder.write(Self.roundTrip.replacing("MESSAGE", with: "OTP has been sent"), to: "workflow.yml")
        let mended = try await ekoflow(["recheck", "--junit", "reports/again.xml"])
        #expect(mended.exitCode == 0, "\(mended.stdout)\(mended.stderr)")
        #expect(mended.stdout.contains("3 steps: 3 passed · nothing was sent"))
        #expect(try folder.read("reports/again.xml").contains("<testsuite name=\"Round trip [of 90xxxxx769]\""))
        #expect(try folder.read("reports/journal.jsonl") == journal)
    }

    @Test("names with commands of CI systems are found again, also as an earlier version wrote them")
    func earlierNames() async throws {
        try folder.write(
            "environment: sandbox\nsteps: [{ name: '##[x] ::y', send_otp: { mobile: '9002336768', csp_id: c } }]\n",
            to: "workflow.yml")
        #expect(try await ekoflow(["run", "workflow.yml"]).exitCode == 0)
        let journal = try folder.read("reports/journal.jsonl")
        let earlier = journal.replacing(#"#\u0023[x]"#, with: "#\u{200B}#[x]")
        #expect(earlier != journal)
        for text in [journal, earlier] {
            try folder.write(text, to: "reports/journal.jsonl")
            let again = try await ekoflow(["recheck"])
            #expect(again.exitCode == 0)
            #expect(again.stderr == "")
        }
    }

    /// The recording has a surrogate for the OTP, which also has six digits. The real OTP cannot be known.
    private func otp(in journal: String) async throws -> String {
        let match = try #require(journal.firstMatch(of: #/"otp":"(\d{6})"/#))
        #expect(journal.contains("\"hidden_secrets\":[\"\(match.1)\"") || journal.contains(",\"\(match.1)\""))
        return "not \(match.1)"
    }

    @Test("a token stays hidden when an expectation on it fails")
    func hiddenToken() async throws {
        try folder.write(Self.verify, to: "_verify.yml")
        try folder.write(Self.roundTrip.replacing("MESSAGE", with: "OTP has been sent"), to: "workflow.yml")
        #expect(try await ekoflow(["run", "workflow.yml"]).exitCode == 0)
        try folder.write(
            Self.roundTrip.replacing("MESSAGE", with: "OTP has been sent").replacing(
                "format: jwt,", with: "format: uuid,"),
            to: "workflow.yml")
        let result = try await ekoflow(["recheck"])
        #expect(result.exitCode == 1)
        #expect(result.stdout.contains("expected a UUID, actual \"•••\""), "\(result.stdout)")
    }

    @Test("numbers from --var are restored, and a number that the workflow names now is compared completely")
    func numbers() async throws {
        func workflow(_ expected: String) -> String {
            "environment: sandbox\nvars: { mobile: '9876543210' }\nsteps:\n  - send_otp: { mobile: '${{ vars.mobile }}', csp_id: c }\n    expect: { body: { status: 0 } }\n  - verify_otp: { mobile: '${{ vars.mobile }}' }\n    expect: { body: { data.mobile: \(expected) } }\n"
        }
        try folder.write(workflow("\"${{ vars.mobile }}\""), to: "workflow.yml")
        #expect(try await ekoflow(["run", "workflow.yml", "--var", "mobile=9002336768"]).exitCode == 0)
        #expect(try await ekoflow(["recheck"]).exitCode == 0)
        try folder.write(workflow("\"9002336768\""), to: "workflow.yml")
        #expect(try await ekoflow(["recheck"]).exitCode == 0)
        try folder.write(workflow("\"9002336769\""), to: "workflow.yml")
        let other = try await ekoflow(["recheck"])
        #expect(other.exitCode == 1)
        #expect(other.stdout.contains("expected \"90xxxxx769\", actual \"90xxxxx768\""))
    }

    @Test("a step is reported if it had no response, was not recorded, or its body is not JSON")
    func nothingToJudge() async throws {
        try folder.write(
            """
            environment: sandbox
            steps:
              - { name: silent, send_otp: { mobile: "0000140007", csp_id: c }, timeout: 1s, continue_on_failure: true }
              - { name: html, send_otp: { mobile: "0000140011", csp_id: c }, continue_on_failure: true }
              - { name: gateway, send_otp: { mobile: "0000120502", csp_id: c }, expect: { http: 502 } }
              - { name: large, call: { method: GET, path: /x }, continue_on_failure: true }

            """, to: "workflow.yml")
        #expect(try await ekoflow(["run", "workflow.yml"]).exitCode == 3)
        let text =
            try folder.read("workflow.yml") + "  - { name: new, send_otp: { mobile: '9002336768', csp_id: c } }\n"
        try folder.write(text.replacing("name: gateway", with: "name: renamed"), to: "workflow.yml")
        let result = try await ekoflow(["recheck"])
        #expect(result.exitCode == 3)
        #expect(
            result.stdout.contains(
                "error: there is no response to judge: outcome unknown, it may have been sent: the deadline"))
        #expect(result.stdout.contains("the body is not JSON: "))
        for name in ["renamed", "new"] {
            #expect(result.stdout.contains("- \(name)  skipped: nothing of it was recorded under this name"))
        }
        #expect(result.stdout.contains("nothing was sent"))
    }

    @Test("a step that did not run is reported differently from a step that is unknown")
    func didNotRun() async throws {
        try folder.write(
            "environment: sandbox\nsteps:\n  - { name: first, call: { method: GET, path: /x }, expect: { http: 200 } }\n  - { name: after, call: { method: GET, path: /x }, expect: { http: 404 } }\n",
            to: "workflow.yml")
        #expect(try await ekoflow(["run", "workflow.yml"]).exitCode == 1)
        try folder.write(try folder.read("workflow.yml").replacing("200", with: "404"), to: "workflow.yml")
        let result = try await ekoflow(["recheck"])
        #expect(result.stdout.contains("✓ first"))
        #expect(result.stdout.contains("- after  skipped: it did not run then"), "\(result.stdout)")
        // What was never judged has not passed.
        #expect(result.exitCode == 3)
    }

    @Test("a run is found by its ID; a missing run, a broken journal and a removed case are reported")
    func findingRuns() async throws {
        try folder.write(
            "environment: sandbox\ncases: [{ case_name: a }, { case_name: b }]\nsteps: [{ call: { method: GET, path: /x }, expect: { http: 404 } }]\n",
            to: "workflow.yml")
        #expect(try await ekoflow(["run", "workflow.yml"]).exitCode == 0)
        let journal = try folder.read("reports/journal.jsonl")
        // The journal of a run that was cut off is kept under the run's ID.
        try folder.write(
            journal.split(separator: "\n").dropLast(2).joined(separator: "\n") + "\n", to: "reports/journal.jsonl")
        #expect(try await ekoflow(["run", "workflow.yml"]).exitCode == 0)
        let run = try #require(journal.firstMatch(of: #/"run":"(\w+)"/#)?.1)
        let named = try await ekoflow(["recheck", String(run)])
        #expect(named.exitCode == 3, "\(named.stderr)")
        #expect(named.stderr.contains("warning[cut_off]: the run did not end"))
        #expect(named.stdout.contains("2 steps: 2 passed"))

        try folder.write(
            try folder.read("workflow.yml").replacing("case_name: b", with: "case_name: c"), to: "workflow.yml")
        let gone = try await ekoflow(["recheck"])
        #expect(gone.exitCode == 0)
        #expect(
            gone.stderr.contains(
                "warning[case_not_found]: workflow.yml no longer has a case 'b': its recording is not judged")
        )
        #expect(gone.stdout.contains("1 step: 1 passed"))

        #expect(
            try await ekoflow(["recheck", "NOSUCHRUN"]).stderr.contains(
                "error[unreadable_file]: cannot read NOSUCHRUN: no such file"))
        #expect(
            try await ekoflow(["recheck", "workflow.yml"]).stderr.contains(
                "error[unreadable_file]: cannot read workflow.yml: it is not a journal: "))
        try folder.write("steps: [{ }]\n", to: "workflow.yml")
        #expect(try await ekoflow(["recheck"]).exitCode == 2)
    }

    @Test("numbers and names that look the same when masked are kept apart")
    func sameEnds() async throws {
        let rows = ["9876500210", "9811122210"].map { "  - { case_name: 'to \($0)', mobile: '\($0)' }\n" }.joined()
        func workflow(_ expected: String) -> String {
            """
            environment: sandbox
            cases:
            \(rows)steps:
              - { name: 'to 9876500210', send_otp: { mobile: "${{ case.mobile }}", csp_id: c } }
              - { name: 'to 9811122210', send_otp: { mobile: "1", csp_id: c }, allow_invalid: true, expect: { body: { status: 461 } } }
              - verify_otp: { mobile: "${{ case.mobile }}" }
                expect: { body: { data.mobile: \(expected) } }

            """
        }
        try folder.write(workflow("\"${{ case.mobile }}\""), to: "workflow.yml")
        #expect(try await ekoflow(["run", "workflow.yml", "--case", "to 9811122210"]).exitCode == 0)
        let one = try await ekoflow(["recheck"])
        #expect(one.exitCode == 0, "\(one.stdout)")
        #expect(one.stderr.contains("nothing was recorded of the case 'to 98xxxxx210' of workflow.yml"))
        #expect(try await ekoflow(["run", "workflow.yml"]).exitCode == 0)
        let all = try await ekoflow(["recheck"])
        #expect(all.exitCode == 0, "\(all.stdout)")
        #expect(all.stdout.contains("6 steps: 6 passed"))
        // If no case names a number any more, it cannot be known which of two numbers it was.
        try folder.write(
            workflow("\"9876500210\"").replacing("mobile: '98", with: "mobile: '97").replacing("to 98", with: "to 97"),
            to: "workflow.yml")
        #expect(try await ekoflow(["recheck"]).stderr.contains("no longer has a case 'to 98xxxxx210'"))
        func given(_ expected: String) -> String {
            "environment: sandbox\nvars: { a: '9', b: '9' }\nsteps:\n  - send_otp: { mobile: '${{ vars.b }}', csp_id: c }\n    expect: { http: 200 }\n  - send_otp: { mobile: '${{ vars.a }}', csp_id: c }\n  - verify_otp: { mobile: '${{ vars.a }}' }\n    expect: { body: { data.mobile: '\(expected)' } }\n"
        }
        try folder.write(given("${{ vars.a }}"), to: "workflow.yml")
        let arguments = ["run", "workflow.yml", "--var", "a=9876500210", "--var", "b=9811122210"]
        #expect(try await ekoflow(arguments).exitCode == 0)
        #expect(try await ekoflow(["recheck"]).exitCode == 0)
        try folder.write(given("9876500210"), to: "workflow.yml")
        let unknown = try await ekoflow(["recheck"])
        #expect(unknown.exitCode == 3, "\(unknown.stdout)\(unknown.stderr)")
        #expect(
            unknown.stdout.contains("error: cannot be judged: a number in body.data.mobile is hidden in the recording"))
    }

    @Test("recorded steps that are no longer judged are reported, and their problems prevent success")
    func unjudged() async throws {
        try folder.write(
            "environment: sandbox\nsteps:\n  - { name: a, call: { method: GET, path: /x }, continue_on_failure: true }\n  - { name: b, call: { method: GET, path: /x }, expect: { http: 404 } }\n",
            to: "workflow.yml")
        #expect(try await ekoflow(["run", "workflow.yml"]).exitCode == 1)
        try folder.write(
            "environment: sandbox\nsteps:\n  - { name: b, call: { method: GET, path: /x }, expect: { http: 404 } }\n",
            to: "workflow.yml")
        let result = try await ekoflow(["recheck"])
        #expect(result.exitCode == 3)
        #expect(
            result.stderr.contains(
                "warning[step_not_found]: workflow.yml no longer has a step 'a': its recording is not judged")
        )
        #expect(result.stdout.contains("1 step: 1 passed"))
        let journal = try folder.read("reports/journal.jsonl")
        try folder.write(journal.split(separator: "\n").prefix(3).joined(separator: "\n") + "\n", to: "cut.jsonl")
        #expect(
            try await ekoflow(["recheck", "cut.jsonl"]).stderr.contains(
                "warning[cut_off]: the run did not end"))
        let run = try #require(journal.firstMatch(of: #/"run":"(\w+)"/#)?.1)
        #expect(try await ekoflow(["recheck", String(run)]).exitCode == 3)
    }

    @Test("a report has the times of the run, and environment variables need not be set again")
    func timesAndVariables() async throws {
        try folder.write(
            "vars: { tag: { env: TAG } }\nsteps: [{ call: { method: GET, path: '/${{ vars.tag }}' }, expect: { http: 404 } }]\n",
            to: "_used.yml")
        try folder.write("environment: sandbox\nsteps: [{ use: _used.yml }]\n", to: "workflow.yml")
        #expect(
            try await EkoflowProcess.run(["run", "workflow.yml"], in: folder.url, environment: ["TAG": "t"]).exitCode
                == 0)
        let result = try await ekoflow(["recheck", "--junit", "again.xml"])
        #expect(result.exitCode == 0, "\(result.stderr)")
        let time = try folder.read("reports/junit.xml").firstMatch(of: #/timestamp="[^"]*"/#)?.output
        #expect(try folder.read("again.xml").firstMatch(of: #/timestamp="[^"]*"/#)?.output == time)
    }

    private func ekoflow(_ arguments: [String]) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(arguments, in: folder.url)
    }

    @Test(
        "commands that send nothing do not say what an address that they do not know is, or is not",
        arguments: [nil, "https://a.example/ekoapi/v3"])
    func unknownAddress(_ address: String?) async throws {
        try folder.write(
            """
            name: t
            base_url: { env: T_ADDRESS }
            initiator_id: "9962981729"
            credentials: { developer_key: { env: A }, access_key: { env: B } }
            otp_source: sandbox
            """, to: "environments/t.yml")
        let result = try await EkoflowProcess.run(
            ["validate", "environments/t.yml"], in: folder.url, environment: address.map { ["T_ADDRESS": $0] } ?? [:])
        #expect(result.exitCode == (address == nil ? 0 : 2), "\(result.stderr)")
        #expect(result.stderr.contains("no_inbox") == (address != nil), "\(result.stderr)")
    }
}
