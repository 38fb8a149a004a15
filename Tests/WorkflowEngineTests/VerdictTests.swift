import HTTP
import JSON
import Source
import Synchronization
import Testing
import WorkflowModel
import YAML

@testable import WorkflowEngine

@Suite("A verdict can be trusted")
struct VerdictTests {
    private static let send = "send_otp: { mobile: '9002336768', csp_id: c }"
    private static let verify = "verify_otp: { mobile: '9002336768', otp: '1234' }"
    private static let validate = "validate_token: { otp_verification_token: t }"
    private static let call = "call: { method: POST, path: /tools/kyc/mobile/otp, body: { mobile: '9002336768' } }"
    private static let other = "call: { method: GET, path: /users }"

    private static let refusal =
        #"{"status":347,"response_status_id":1,"response_type_id":347,"message":"Insufficient balance"}"#

    // MARK: - Success is always judged

    @Test(
        "what says nothing of the outcome adds to the default, at each documented endpoint",
        arguments: [
            "{ within: 3s }", "{ http: 200 }", "{ http: { gte: 200, lt: 300 } }", "{ http: { lt: 500 } }",
            "{ http: { not: 500 } }", "{ http: '${{ 200 }}' }", "{ body: { schema: { type: object } } }",
            "{ http: { between: [200, 299] } }",
            "{ headers: { content-type: { exists: true } } }",
            "{ body: { message: { exists: true } } }", "{ body: { $.message: { type: string } } }", "{ contract: ok }",
        ], [send, verify, validate, call])
    func refusalsFail(_ expect: String, _ step: String) async throws {
        let transport = FakeTransport([.success((200, Self.refusal))])
        let (report, _) = try await run("steps:\n  - \(step)\n    expect: \(expect)\n", transport: transport)
        #expect(report.outcomes == ["failed body.status"])
    }

    @Test(
        "a step that speaks of the outcome itself is judged by that alone",
        arguments: [
            "{ body: { status: 347 } }", "{ body: { response_type_id: 347 } }", "{ body: { response_status_id: 1 } }",
            "{ body: { $.status: { not: 0 } } }", "{ body: { $: { contains_object: { status: 347 } } } }",
            "{ outcome: any }", "{ outcome: any, within: 3s }",
        ], [send, verify, validate, call])
    func statedOutcome(_ expect: String, _ step: String) async throws {
        let transport = FakeTransport([.success((200, Self.refusal))])
        let (report, _) = try await run("steps:\n  - \(step)\n    expect: \(expect)\n", transport: transport)
        #expect(report.outcomes == ["passed"])
    }

    @Test(
        "an endpoint that a path with expressions leads to is judged by its outcome too",
        arguments: ["/tools/kyc/mobile/${{ vars.p }}", "${{ vars.whole }}", "/TOOLS/kyc/mobile/${{ vars.p }}/"])
    func computedPath(_ path: String) async throws {
        let text = """
            vars: { p: otp, whole: /tools/kyc/mobile/otp }
            steps:
              - call: { method: POST, path: "\(path)", body: { mobile: "9002336768" } }
                expect: { within: 3s }
            """
        let refused = try await run(text, transport: FakeTransport([.success((200, Self.refusal))]))
        #expect(refused.report.outcomes == ["failed body.status"])
        let elsewhere = text.replacing("mobile/", with: "users/")
        let other = try await run(elsewhere, transport: FakeTransport([.success((200, Self.refusal))]))
        #expect(other.report.outcomes == ["failed body.status"])
    }

    @Test(
        "of a request that is not documented, a status that is a number is judged too",
        arguments: [
            ("{ within: 3s }", "passed", "failed http"), ("{ http: 200 }", "passed", "failed http"),
            ("{ headers: { x-a: { exists: false } } }", "passed", "failed http"),
            ("{ text: { contains: s } }", "passed", "failed http"),
            ("{ bytes: { size: { gt: 1 } } }", "passed", "failed http"),
            ("{ outcome: any }", "passed", "passed"), ("{ http: 503 }", "failed http", "passed"),
            ("{ http: { one_of: [200, 503] } }", "passed", "passed"),
        ])
    func undocumented(_ expect: String, _ ofSuccess: String, _ ofError: String) async throws {
        let text = "steps:\n  - \(Self.other)\n    expect: \(expect)\n"
        func outcomes(_ http: Int, _ body: String) async throws -> [String] {
            let type = HTTPHeader("Content-Type", body.hasPrefix("<") ? "text/html" : "application/json; charset=utf-8")
            return try await run(text, transport: FakeTransport([.success((http, body))], headers: [type])).report
                .outcomes
        }
        let isAnyOutcome = expect.contains("any")
        // A page, another API, and the API that is meant.
        for body in ["<p>sent</p>", #"{"status":"sent"}"#, #"["sent"]"#, #"{"status":0,"message":"sent"}"#] {
            #expect(try await outcomes(200, body) == [ofSuccess], "\(body)")
            #expect(try await outcomes(503, body) == [ofError], "\(body)")
        }
        let refused = try await outcomes(200, Self.refusal)
        #expect(refused == [isAnyOutcome ? "passed" : expect.contains(": 503 ") ? "failed http" : "failed body.status"])
    }

    @Test(
        "an answer that is declared to be JSON and cannot be read has no outcome that passes",
        arguments: ["{ within: 3s }", "{ http: 200 }", "{ headers: { x-a: { exists: false } } }"],
        ["\u{FEFF}{\"status\":347}", "{\"status\":347,\"message\":\"ref", "<p>sent</p>"])
    func declaredJSON(_ expect: String, _ body: String) async throws {
        let text = "steps:\n  - \(Self.other)\n    expect: \(expect)\n"
        let (report, _) = try await run(text, transport: FakeTransport([.success((200, body))]))
        #expect(report.outcomes == ["errored UnreadableResponse"])
        let anything = text.replacing(expect, with: "{ outcome: any }")
        #expect(
            try await run(anything, transport: FakeTransport([.success((200, body))])).report.outcomes == ["passed"])
    }

    @Test(
        "that something is missing cannot be seen of a body that cannot be read",
        arguments: [200, 201, 400, 500], ["{\"error\":1", "\u{FEFF}{}", "<p>"])
    func absence(_ status: Int, _ body: String) async throws {
        for absent in ["{ exists: false }", "{ any_of: [{ exists: false }, 5] }"] {
            let text = "steps:\n  - \(Self.other)\n    expect: { http: \(status), body: { error: \(absent) } }\n"
            let (report, _) = try await run(text, transport: FakeTransport([.success((status, body))]))
            #expect(report.outcomes == ["errored UnreadableResponse"], "\(absent)")
        }
    }

    @Test("another HTTP status is an outcome")
    func otherRules() async throws {
        let transport = FakeTransport([.success((503, "<html>"))])
        let ofStep = try await run("steps:\n  - \(Self.send)\n    expect: { http: 503 }\n", transport: transport)
        #expect(ofStep.report.outcomes == ["passed"])
        // Who asks for an answer as documented gets no undocumented status.
        let asked = "steps:\n  - \(Self.send)\n    expect: { contract: ok, http: 503 }\n"
        #expect(try await run(asked, transport: transport).report.outcomes == ["failed contract"])
        let ofTime = try await run("steps:\n  - \(Self.send)\n    expect: { within: 3s }\n", transport: transport)
        #expect(ofTime.report.outcomes == ["failed http body.status"])
        let ofCall = try await run("steps:\n  - \(Self.other)\n    expect: { within: 3s }\n", transport: transport)
        #expect(ofCall.report.outcomes == ["failed http"])
        let bare = try await run("steps:\n  - \(Self.other)\n", transport: transport)
        #expect(bare.report.outcomes == ["failed http body.status"])
    }

    // MARK: - Contract

    @Test(
        "an answer that is not as documented is a warning, and a failure if the contract is strict",
        arguments: [
            (
                #"{"status":0,"response_status_id":0,"response_type_id":1623,"message":"m","data":{"client_ref_id":"1","initiator_id":"1","otp_expiry_timestamp":"t","tid":5}}"#,
                "'data.tid' is a number, documented as a string"
            ),
            (
                #"{"status":0,"response_status_id":0,"response_type_id":1623,"message":"m","data":{"client_ref_id":"1","initiator_id":"1","otp_expiry_timestamp":"t"}}"#,
                "'data.tid' is missing, though it is documented"
            ),
            (
                #"{"status":0,"response_status_id":0,"response_type_id":9999,"message":"m","data":{"client_ref_id":"1","initiator_id":"1","otp_expiry_timestamp":"t","tid":"5"}}"#,
                "response_type_id 9999 is not documented for Send OTP with status 0"
            ),
        ])
    func deviations(_ body: String, _ warning: String) async throws {
        let transport = FakeTransport([.success((200, body))])
        let (report, _) = try await run("steps:\n  - \(Self.send)\n", transport: transport)
        #expect(report.outcomes == ["passed"])
        #expect(report.workflows[0].steps[0].warnings == [warning])
        for strict in ["contract: strict", "expect: { contract: ok }"] {
            let (report, _) = try await run("steps:\n  - \(Self.send)\n    \(strict)\n", transport: transport)
            #expect(report.outcomes == ["failed contract"])
        }
        let (off, _) = try await run("steps:\n  - \(Self.send)\n    contract: off\n", transport: transport)
        #expect(off.workflows[0].steps[0].warnings == [])
    }

    @Test("an answer as documented, with members that are new, is no deviation")
    func newMembers() async throws {
        let body =
            #"{"status":0,"response_status_id":0,"response_type_id":1623,"message":"m","new":1,"data":{"client_ref_id":"1","initiator_id":"1","otp_expiry_timestamp":"t","tid":"5","next":[]}}"#
        let transport = FakeTransport([.success((200, body))])
        let (report, _) = try await run("steps:\n  - \(Self.send)\n    contract: strict\n", transport: transport)
        #expect(report.outcomes == ["passed"])
        #expect(report.workflows[0].steps[0].warnings == [])
    }

    // MARK: - Duplicate members

    @Test(
        "what a request did is not known if its answer says both",
        arguments: [
            (#"{"status":0,"status":347,"message":"m"}"#, "unknown"), (#"{"status":347,"status":0}"#, "unknown"),
            (#"{"status":0,"response_type_id":1,"response_type_id":2}"#, "unknown"),
            (#"{"status":0,"message":"a","message":"b"}"#, "happened"),
            (#"{"status":347,"message":"m"}"#, "didNotHappen"),
        ])
    func contradictions(_ body: String, _ outcome: String) async throws {
        let transport = FakeTransport([.success((200, body))])
        let (report, _) = try await run(
            "steps:\n  - \(Self.send)\n    expect: { outcome: any }\n", transport: transport)
        let effect = try #require(report.workflows[0].steps[0].effect)
        #expect("\(effect.outcome)" == outcome)
    }

    @Test(
        "an expectation that hangs on which of two members counts does not hold",
        arguments: [
            ("{ body: { status: 0 } }", false), ("{ body: { status: 1 } }", false),
            ("{ body: { $.status: 0 } }", false),
            ("{ body: { data: { length: 1 } } }", false), ("{ body: { data.tid: '2' } }", false),
            ("{ body: { $..tid: { any: '2' } } }", false),
            ("{ body: { $: { contains_object: { status: 0 } } } }", false),
            ("{ body: { data.tid: { exists: false } } }", false), ("{ body: { status: { exists: false } } }", false),
            ("{ body: { message: m } }", false), ("{ outcome: any, body: { message: m } }", true),
            ("{ outcome: any, body: { other.a: 1 } }", true), ("{ outcome: any, body: { $.other.a: 1 } }", true),
        ])
    func duplicates(_ expect: String, _ holds: Bool) async throws {
        let body = #"{"status":1,"status":0,"message":"m","data":{"tid":"1","tid":"2"},"other":{"a":1}}"#
        let transport = FakeTransport([.success((200, body))])
        let (report, _) = try await run("steps:\n  - \(Self.other)\n    expect: \(expect)\n", transport: transport)
        #expect((report.outcomes == ["passed"]) == holds)
        #expect(
            report.workflows[0].steps[0].warnings == [
                "the answer has the property 'status' more than once",
                "the answer has the property 'data.tid' more than once",
            ])
    }

    @Test("no number of other duplicates hides the one that counts", arguments: [5, 50, 3_000])
    func manyDuplicates(_ count: Int) async throws {
        let others = (0..<count).map { #""l\#($0)":1,"l\#($0)":1,"# }.joined()
        let body = #"{\#(others)"status":347,"data":{"tid":"1","tid":"2"},"status":0}"#
        for expect in ["{ within: 5s }", "{ body: { status: 0 } }", "{ body: { status: 0, data.tid: '2' } }"] {
            let text = "steps:\n  - \(Self.send)\n    expect: \(expect)\n"
            let (report, _) = try await run(text, transport: FakeTransport([.success((200, body))]))
            #expect(report.outcomes == ["errored UnreadableResponse"])
            #expect(report.workflows[0].steps[0].effect?.outcome == .unknown)
            #expect(report.workflows[0].steps[0].warnings.count == 6)
        }
    }

    @Test(
        "an expression that hangs on which of two members counts has no value",
        arguments: [
            "body: { z: '${{ response.body.a }}' }", "body: { y: '${{ response.body.a == 2 }}' }",
            "text: { contains: '${{ string(response.body.a) }}' }",
            "body: { z: { one_of: [7, '${{ response.body.a }}'] } }",
        ])
    func duplicatesInExpressions(_ expect: String) async throws {
        let text = "steps:\n  - \(Self.other)\n    expect: { \(expect) }\n"
        let twice = FakeTransport([.success((200, #"{"z":2,"y":true,"a":1,"a":2}"#))])
        #expect(try await run(text, transport: twice).report.outcomes == ["errored UnreadableResponse"])
        let once = FakeTransport([.success((200, #"{"z":2,"y":true,"a":2}"#))])
        #expect(try await run(text, transport: once).report.outcomes == ["passed"])
    }

    @Test(
        "a header on several lines has the parts of all of them",
        arguments: [
            ("{ contains: c secret }", true), ("{ contains: secret }", true), ("{ contains: 'b, c' }", false),
            ("{ not_contains: secret }", false), ("{ not_contains: other }", true), ("{ not: { contains: b } }", false),
            ("{ contains_all: [a, d] }", true), ("{ contains_all: [a, z] }", false),
        ])
    func headerLines(_ expected: String, _ holds: Bool) async throws {
        let headers = [HTTPHeader("X-Warn", "a secret b"), HTTPHeader("X-Warn", "c secret d")]
        let text = "steps:\n  - \(Self.other)\n    expect: { headers: { x-warn: \(expected) } }\n"
        let (report, _) = try await run(text, transport: FakeTransport([.success((200, "{}"))], headers: headers))
        #expect((report.outcomes == ["passed"]) == holds)
    }

    @Test("a path that selects nothing is not something else than what is unwanted")
    func negatedSelection() async throws {
        let text =
            "steps:\n  - \(Self.other)\n    expect: { body: { '$.PATH[*].m': { not: { any: { contains: x } } } } }\n"
        for unwanted in [
            "{ not: { any: { contains: x } } }", "{ not_contains: x }", "{ any_of: [{ not_contains: x }, 5] }",
        ] {
            for (path, holds) in [("errors", true), ("erorrs", false)] {
                let transport = FakeTransport([.success((200, #"{"errors":[{"m":"y"}]}"#))])
                let own = text.replacing("PATH", with: path).replacing(
                    "{ not: { any: { contains: x } } }", with: unwanted)
                let (report, _) = try await run(own, transport: transport)
                #expect((report.outcomes == ["passed"]) == holds, "\(unwanted) \(path)")
            }
        }
    }

    @Test(
        "only the transaction's own state says something of the outcome",
        arguments: [
            (#"{ "data.list[0].tx_status": "1" }"#, false), (#"{ "$.data.list[0].tx_status": "1" }"#, false),
            (#"{ data.other.tx_status: "1" }"#, false), (#"{ data.tx_status: { exists: false } }"#, false),
            (#"{ data.tx_status: "2" }"#, true), (#"{ $.data.tx_status: "2" }"#, true),
        ])
    func stateOfTransaction(_ body: String, _ tellsOutcome: Bool) async throws {
        let answer =
            #"{"status":463,"message":"m","data":{"list":[{"tx_status":"1"}],"other":{"tx_status":"1"}STATE}}"#
        let own = answer.replacing("STATE", with: tellsOutcome ? #","tx_status":"2""# : "")
        let text = "steps:\n  - \(Self.other)\n    expect: { body: \(body) }\n"
        let (report, _) = try await run(text, transport: FakeTransport([.success((200, own))]))
        #expect(report.outcomes == [tellsOutcome ? "passed" : "failed body.status"])
    }

    @Test(
        "a success of the API with an error of HTTP is none, unless that is expected",
        arguments: [
            ("{ body: { status: 0 } }", "failed http"), ("{ body: { $.status: 0 } }", "failed http"),
            ("{ http: 500, body: { status: 0 } }", "passed"), ("{ body: { status: { gte: 0 } } }", "passed"),
        ], [send, other])
    func successWithHTTPError(_ expected: (expect: String, outcome: String), _ step: String) async throws {
        let answer = #"{"status":0,"response_status_id":0,"response_type_id":1623,"message":"m","data":{"tid":"1"}}"#
        let text = "steps:\n  - \(step)\n    expect: \(expected.expect)\n"
        let (report, _) = try await run(text, transport: FakeTransport([.success((500, answer))]))
        #expect(report.outcomes == [expected.outcome])
    }

    @Test(
        "a text of a charset with other widths is not read as UTF-8", arguments: ["utf-16", "UTF-16LE", "\"utf-32\""])
    func charsets(_ charset: String) async throws {
        let type = HTTPHeader("Content-Type", "text/plain; charset=\(charset)")
        let text = "steps:\n  - \(Self.other)\n    expect: { text: { not_contains: error } }\n"
        let transport = FakeTransport([.success((200, "e\0r\0r\0o\0r\0"))], headers: [type])
        #expect(try await run(text, transport: transport).report.outcomes == ["errored UnreadableResponse"])
    }

    // MARK: - Known before the run

    @Test(
        "what variables, cases and the command line make wrong is found before the first request",
        arguments: [
            ("expect: { body: { status: { gt: '${{ vars.v }}' } } }", "five", ["wrong_operand"]),
            ("expect: { body: { status: { between: [0, '${{ vars.v }}'] } } }", "five", ["wrong_operand"]),
            ("expect: { body: { data: { length: '${{ vars.v }}' } } }", "five", ["never_holds"]),
            ("expect: { http: '${{ vars.v }}' }", "200", ["never_holds"]),
            (
                "expect: { body: { data.otp_expiry_timestamp: { after: '${{ vars.v }}' } } }", "yesterday",
                ["wrong_operand"]
            ),
            ("expect: { body: { status: '${{ vars.v }}' } }", "0", ["never_holds"]),
            ("expect: { body: { status: { not: '${{ vars.v }}' } } }", "0", ["never_fails"]),
            ("expect: { body: { data.tid: { one_of: ['${{ vars.v }}'] } } }", 5, ["never_holds"]),
            ("expect: { body: { status: '${{ number(vars.v) }}' } }", "0", []),
            ("expect: { body: { status: { gt: '${{ number(vars.v) }}' } } }", "5", []),
            ("expect: { body: { data.tid: '${{ string(vars.v) }}' } }", 5, []),
            ("expect: { http: '${{ vars.v }}' }", 200, []),
        ] as [(String, JSONValue, [String])])
    func operands(_ expect: String, _ value: JSONValue, _ ids: [String]) async throws {
        let step = "  - send_otp: { mobile: '9002336768', csp_id: c }\n    \(expect)\n"
        #expect(try await checked("steps:\n" + step, variables: ["v": value]) == ids)
        // The same from a case.
        let inCase = step.replacing("vars.v", with: "case.v")
        #expect(try await checked("cases: [{ v: \(value.serialized) }]\nsteps:\n" + inCase) == ids)
        // And in a workflow that another uses.
        let used = try await checked(
            "steps:\n  - use: used.yml\n    with: { v: \(value.serialized) }\n",
            files: ["used.yml": "vars: { v: { required: true } }\nsteps:\n" + step])
        #expect(used == ids)
    }

    @Test(
        "a path, a header and a parameter that cannot be sent are found before the first request",
        arguments: [
            ("call: { method: GET, path: '/users/${{ vars.v }}' }", "1?x=2", ["wrong_type"]),
            ("call: { method: GET, path: '/users/${{ vars.v }}/z' }", "", ["wrong_type"]),
            ("call: { method: GET, path: '/users/${{ vars.v }}' }", "", []),
            ("call: { method: GET, path: '${{ vars.v }}' }", "users", ["wrong_type"]),
            ("call: { method: GET, path: /users, headers: { x-note: '${{ vars.v }}' } }", "a\nb", ["invalid_header"]),
            ("call: { method: GET, path: /users, headers: { x-note: '${{ vars.v }}' } }", nil, ["invalid_header"]),
            (
                "send_otp: { mobile: '9002336768', csp_id: c, client_ref_id: '${{ uuid() }}' }", "",
                ["invalid_parameter"]
            ),
            (
                "send_otp: { mobile: '9002336768', csp_id: c, client_ref_id: 'QA-${{ unique_ref() }}' }", "",
                ["invalid_parameter"]
            ),
            ("send_otp: { mobile: '${{ random_digits(9) }}', csp_id: c }", "", ["invalid_parameter"]),
            (
                "send_otp: { mobile: '${{ random_digits(10) }}', csp_id: c, client_ref_id: '${{ unique_ref() }}' }", "",
                []
            ),
            ("call: { method: GET, path: '/users/${{ vars.v }}' }", "a b", []),
            ("call: { method: GET, path: '/users/${{ vars.v }}' }", "100%", []),
        ] as [(String, JSONValue?, [String])])
    func requests(_ step: String, _ value: JSONValue?, _ ids: [String]) async throws {
        #expect(try await checked("steps:\n  - \(step)\n", variables: ["v": value ?? .null]) == ids)
    }

    // MARK: - Sends

    @Test(
        "a call with an expression in its path is a send only if the filled-in path is",
        arguments: [
            ("PUT", "/echo/${{ vars.x }}", "1", 0), ("DELETE", "/a/${{ vars.x }}", "b c", 0), ("POST", "/a%20b", "", 0),
            ("POST", "/tools/kyc/mobile/${{ vars.x }}", "otp", 1),
            ("POST", "${{ vars.x }}", "/tools/kyc/MOBILE/otp/", 1),
            ("POST", "/tools/kyc/mobile/o${{ vars.x }}p", "t", 1),
            ("POST", "/tools/kyc/mobile/${{ vars.x }}", "%6Ftp", 1),
        ])
    func effect(_ method: String, _ path: String, _ value: String, _ sends: Int) async throws {
        let text = "steps: [{ call: { method: \(method), path: \"\(path)\", body: { mobile: '9002336768' } } }]\n"
        let (report, _) = try await run(text, variables: ["x": .string(value)])
        #expect(report.tally.smsSent == sends)
        let limited = try await run(text, limits: EffectLimits(maximum: 0), variables: ["x": .string(value)])
        #expect(limited.requests.count == 1 - sends)
    }

    @Test("null leaves a parameter of the query out, a list repeats it, and a stray percent sign is encoded")
    func query() async throws {
        let text =
            "steps: [{ call: { method: GET, path: '/a/${{ vars.p }}', query: { n: null, ids: [1, 2], client_ref_id: r } } }]\n"
        let (_, requests) = try await run(text, variables: ["p": "100%"])
        #expect(requests[0].url == "http://127.0.0.1:9/v3/a/100%25?ids=1&ids=2&client_ref_id=r&initiator_id=9962981729")
    }

    // MARK: - Captures, failures, repetition

    @Test("captures read the status, headers, the request and a part of a text, and may have a default")
    func captures() async throws {
        let text = """
            steps:
              - id: a
                call: { method: POST, path: /a, body: { mine: "7" } }
                capture:
                  http: "${{ response.http }}"
                  type: "${{ response.headers.content-type }}"
                  mine: "${{ request.body.mine }}"
                  words: { from: message, matches: "OTP has (\\\\w+) (\\\\w+)" }
                  all: { from: message, matches: "h.s" }
                  none: { from: data.nothing, default: "x" }
                  part: { from: message, matches: "(Sorry, )?OTP", default: "y" }
                  computed: { from: "${{ response.headers.nothing }}", default: 5 }
              - call:
                  method: GET
                  path: /b
                  query: { q: "${{ steps.a.http }} ${{ steps.a.type }} ${{ steps.a.mine }} ${{ steps.a.words }} ${{ steps.a.all }} ${{ steps.a.none }}${{ steps.a.part }} ${{ steps.a.computed }}" }
            """
        let (report, requests) = try await run(text)
        #expect(report.outcomes == ["passed", "passed"])
        #expect(requests[1].url.contains("q=200%20application%2Fjson%207%20been%20has%20xy%205&"))
    }

    @Test("all captures that find nothing are told")
    func missingCaptures() async throws {
        let text = """
            steps:
              - id: a
                call: { method: GET, path: /a }
                capture: { a: data.one, b: "${{ response.headers.two }}", c: { from: message, matches: "[0-9]" } }
            """
        let (report, _) = try await run(text)
        guard case .errored(let error) = report.workflows[0].steps[0].outcome else {
            Issue.record("it has to be an error")
            return
        }
        #expect(
            error.message.contains("'data.one'") && error.message.contains("the expression")
                && error.message.contains("pattern"))
    }

    @Test("an operand without a value hides no other failure")
    func operandWithoutValue() async throws {
        let expect = "{ http: 201, body: { status: 7, message: '${{ response.body.nope }}' } }"
        let (report, _) = try await run("steps:\n  - \(Self.other)\n    expect: \(expect)\n")
        #expect(report.outcomes == ["failed http body.status body.message"])
        let alone = "{ body: { message: '${{ response.body.nope }}' } }"
        #expect(
            try await run("steps:\n  - \(Self.other)\n    expect: \(alone)\n").report.outcomes == [
                "errored InvalidValue"
            ])
    }

    @Test("an empty body has nothing at any path, whatever its HTTP status", arguments: [200, 204, 404])
    func emptyBody(_ status: Int) async throws {
        let transport = FakeTransport([.success((status, ""))])
        let there = "steps:\n  - \(Self.other)\n    expect: { http: \(status), body: { $: { exists: false } } }\n"
        #expect(try await run(there, transport: transport).report.outcomes == ["passed"])
        let wanted = "steps:\n  - \(Self.other)\n    expect: { http: \(status), body: { a: 1 } }\n"
        #expect(try await run(wanted, transport: transport).report.outcomes != ["passed"])
    }

    @Test("a poll ends early at an answer after which nothing else will come")
    func untilNot() async throws {
        let answers = ["pending", "pending", "failed", "done"].map {
            FakeTransport.Answer.success((200, #"{"state":"\#($0)"}"#))
        }
        let poll = "poll: { every: 1ms, timeout: 1h, until_not: { body: { state: failed } } }"
        let text = "steps:\n  - \(Self.other)\n    expect: { body: { state: done } }\n    \(poll)\n"
        let (report, requests) = try await run(text, transport: FakeTransport(answers))
        #expect(report.outcomes == ["failed body.state"])
        #expect(requests.count == 3)
        let others = answers.filter { if case .success((200, #"{"state":"failed"}"#)) = $0 { false } else { true } }
        #expect(try await run(text, transport: FakeTransport(others)).report.outcomes == ["passed"])
    }

    @Test("an answer that is as expected and ends the poll too does not pass")
    func untilNotOfSuccess() async throws {
        let text = "steps:\n  - \(Self.other)\n    expect: { body: { status: 0 } }\n    poll: POLL\n"
        func outcomes(_ end: String, _ body: String, timeout: String = "1h") async throws -> [String] {
            let poll = "{ every: 1ms, timeout: \(timeout), until_not: \(end) }"
            let transport = FakeTransport([.success((200, body))])
            return try await run(text.replacing("POLL", with: poll), transport: transport).report.outcomes
        }
        let end = "{ body: { data.state: failed } }"
        #expect(try await outcomes(end, #"{"status":0,"data":{"state":"failed"}}"#) == ["failed body.data.state"])
        #expect(try await outcomes(end, #"{"status":0,"data":{"state":"done"}}"#) == ["passed"])
        #expect(try await outcomes(end, #"{"status":0}"#) == ["passed"])
        // A page, or no body, ends nothing.
        let page = FakeTransport([.success((204, ""))])
        let ofPage = text.replacing("body: { status: 0 }", with: "http: 204").replacing(
            "POLL", with: "{ every: 1ms, timeout: 1h, until_not: \(end) }")
        #expect(try await run(ofPage, transport: page).report.outcomes == ["passed"])
        // A condition that is false decides, before or after one that cannot be judged.
        for conditions in [
            "status: \"${{ response.body.data.final }}\", other: 1",
            "other: 1, status: \"${{ response.body.data.final }}\"",
        ] {
            #expect(try await outcomes("{ body: { \(conditions) } }", #"{"status":0}"#) == ["passed"])
        }
        // If it cannot be told whether it ends the poll, it does not pass either.
        let twice = #"{"status":0,"data":{"state":"failed","state":"done"}}"#
        #expect(try await outcomes(end, twice, timeout: "5ms") == ["errored UnreadableResponse"])
    }

    @Test("a retry says that an answer is not repeated", arguments: [429, 500, 503])
    func retryOfAnswer(_ status: Int) async throws {
        let text = "steps:\n  - \(Self.other)\n    expect: { http: 200 }\n    retry: { attempts: 3, every: 1ms }\n"
        let (report, requests) = try await run(text, transport: FakeTransport([.success((status, "{}"))]))
        #expect(requests.count == 1)
        guard case .failed(let failures) = report.workflows[0].steps[0].outcome else {
            Issue.record("it has to fail")
            return
        }
        #expect(failures[0].help?.contains("write 'poll'") == true)
    }

    @Test("a slip at the prompt is asked for again; nothing typed twice gives up")
    func prompt() async throws {
        let text = "steps:\n  - verify_otp: { mobile: '9002336768' }\n"
        let typed = Typed(["abc", "", "12", "314159"])
        let (report, requests) = try await run(text, otpSource: .prompt, prompt: { _, problem in typed.next(problem) })
        #expect(report.outcomes == ["passed"])
        #expect(String(decoding: requests[0].body ?? [], as: UTF8.self).contains("314159"))
        #expect(typed.problems.count == 3)
        let silent = Typed(["", ""])
        let (none, nothing) = try await run(text, otpSource: .prompt, prompt: { _, problem in silent.next(problem) })
        #expect(none.outcomes == ["errored MissingOTP"])
        #expect(nothing.isEmpty)
    }

    @Test("a code that the API calls wrong is asked for again, and a workflow that expects that is not")
    func wrongCode() async throws {
        let wrong = #"{"status":1,"response_status_id":1,"response_type_id":1632,"message":"OTP verification failed."}"#
        let answers: [FakeTransport.Answer] = [.success((200, wrong)), .success((200, successBody))]
        let typed = Typed(["1111", "2222"])
        let (report, requests) = try await run(
            "steps:\n  - verify_otp: { mobile: '9002336768' }\n", otpSource: .prompt,
            prompt: { _, problem in typed.next(problem) }, transport: FakeTransport(answers))
        #expect(report.outcomes == ["passed"])
        #expect(requests.count == 2)
        let meant = try await run(
            "steps:\n  - verify_otp: { mobile: '9002336768' }\n    expect: { body: { status: 1 } }\n",
            otpSource: .prompt,
            prompt: { _, _ in "1111" }, transport: FakeTransport(answers))
        #expect(meant.report.outcomes == ["passed"])
        #expect(meant.requests.count == 1)
    }
}

/// What somebody types at a prompt, one line after another.
private final class Typed: Sendable {
    private let state: Mutex<(lines: [String], problems: [String])>

    init(_ lines: [String]) {
        state = Mutex((lines, []))
    }

    var problems: [String] { state.withLock(\.problems) }

    func next(_ problem: String?) -> String? {
        state.withLock { state in
            if let problem { state.problems.append(problem) }
            return state.lines.isEmpty ? nil : state.lines.removeFirst()
        }
    }
}
