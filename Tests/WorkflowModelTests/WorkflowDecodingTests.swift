import JSON
import Testing

@testable import WorkflowModel

@Suite("A workflow file is decoded, and all of its problems are reported together")
struct WorkflowDecodingTests {
    @Test("a step without 'expect' expects HTTP 200 and status 0")
    func defaults() throws {
        let step = try #require(
            decodeWorkflow("steps:\n  - send_otp: {mobile: '9002336768', csp_id: c}\n").workflow?.steps.first)
        #expect(step.expectations.map(\.subject.text) == ["http", "body.status"])
        #expect(step.title == "send_otp")
    }

    @Test("string fields keep zeros, digits and words exactly as written")
    func textFields() throws {
        let text = "steps:\n  - send_otp: {mobile: 0635613768, csp_id: 1.10, client_ref_id: NO}\n"
        let step = try #require(decodeWorkflow(text).workflow?.steps.first)
        let values = step.request?.body?.parameters.map { "\($0.name)=\($0.value.literal?.serialized ?? "…")" }
        #expect(values == ["initiator_id=…", "client_ref_id=\"NO\"", "csp_id=\"1.10\"", "mobile=\"0635613768\""])
    }

    @Test("a null parameter is left out if invalid input is allowed")
    func nullParameter() throws {
        let text =
            "steps:\n  - allow_invalid: true\n    send_otp: {mobile: null, csp_id: c, client_ref_id: ~, initiator_id: null}\n"
        let step = try #require(decodeWorkflow(text).workflow?.steps.first)
        #expect(step.request?.body?.parameters.map(\.name) == ["csp_id"])
    }

    @Test(
        "a call to the endpoint that texts people is a send, however the path is written; a path with expressions is judged with its values"
    )
    func callEffect() throws {
        let text = """
            steps:
              - call: {method: POST, path: /tools/kyc/mobile/otp, body: {mobile: "1"}}
              - call: {method: GET, path: /tools/kyc/mobile/otp/validate-token}
              - call: {method: PUT, path: /tools/kyc/mobile/otp/verify}
              - call: {method: POST, path: "${{ vars.path }}"}
              - call: {method: POST, path: /tools//MOBILE/otp/}
              - call: {method: POST, path: /tools/mobile/%6Ftp}
            """
        let workflow = try #require(decodeWorkflow(text, variables: ["path"]).workflow)
        #expect(
            workflow.steps.map { $0.request?.effects } == [.texts, [], .changes, .changes, .texts, .texts])
        #expect(workflow.steps[1].request?.query.map(\.name) == ["initiator_id", "client_ref_id"])
        #expect(workflow.steps[1].request?.body == nil)
    }

    @Test(
        "a problem is reported with its ID and location",
        arguments: [
            ("[]\n", ["wrong_type 1:1-1:3"]), ("", ["empty_file 1:1-1:2"]), ("steps: []\n", ["no_steps 1:8-1:10"]),
            ("name: x\n", ["missing_key 1:1-1:2"]), ("steps: 3\n", ["wrong_type 1:8-1:9"]),
            ("nam: x\nsteps: [{send_otp: {mobile: '9002336768', csp_id: c}}]\n", ["unknown_key 1:1-1:4"]),
            ("steps: [{}]\n", ["missing_step_kind 1:9-1:10"]),
            (
                "steps:\n  - send_otp: {mobile: '9002336768', csp_id: c}\n    call: {method: GET, path: /}\n",
                ["two_step_kinds 3:5-3:9"]
            ),
            ("steps: [{send_otp: {csp_id: c}}]\n", ["missing_key 1:20-1:21"]),
            ("steps: [{send_otp: {mobile: '12', csp_id: c}}]\n", ["invalid_parameter 1:29-1:33"]),
            ("steps: [{send_otp: {mobile: ~, csp_id: c}}]\n", ["missing_parameter 1:29-1:30"]),
            ("steps: [{send_otp: {mobile: '9002336768', csp_id: c}, timeout: soon}]\n", ["wrong_type 1:64-1:68"]),
            ("steps: [{send_otp: {mobile: '9002336768', csp_id: c}, expect: {}}]\n", ["nothing_expected 1:63-1:65"]),
            ("steps: [{call: {method: FETCH, path: x}}]\n", ["wrong_type 1:25-1:30", "wrong_type 1:38-1:39"]),
            ("steps: [{call: {method: GET, path:  }}]\n", ["wrong_type 1:30-1:34"]),
            ("steps: [{call: {method: GET, path: ~}}]\n", ["wrong_type 1:36-1:37"]),
            ("steps: [{call: {method: GET, path: /, body: {a: 1}}}]\n", ["body_of_get 1:39-1:43"]),
            ("steps: [{call: {method: GET, path: /, headers: {secret-key: x}}}]\n", ["reserved_header 1:49-1:59"]),
            ("vars: {a: {env: A, vlaue: 1}}\nsteps: [{call: {method: GET, path: /}}]\n", ["unknown_key 1:20-1:25"]),
            ("vars: {a: yes}\nsteps: [{call: {method: GET, path: /}}]\n", ["ambiguous_scalar 1:11-1:14"]),
            ("steps: [{id: 9x, call: {method: GET, path: /}}]\n", ["invalid_name 1:14-1:16"]),
            ("steps: [{call: {method: GET, path: /}, capture: {a: b}}]\n", ["capture_without_id 1:40-1:47"]),
            (
                "steps:\n- {id: a, call: {method: GET, path: /}}\n- {id: a, call: {method: GET, path: /}}\n",
                ["duplicate_id 3:8-3:9"]
            ),
        ])
    func problems(_ text: String, _ expected: [String]) {
        #expect(decodeWorkflow(text).diagnostics.map(\.brief) == expected)
    }

    @Test("warnings do not stop a workflow")
    func warnings() {
        #expect(decodeWorkflow("vars: {a: 012}\nsteps: [{call: {method: GET, path: /}}]\n").workflow != nil)
    }
}
