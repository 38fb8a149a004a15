import Contract
import JSON
import Source
import Testing
import YAML

@testable import WorkflowModel

@Suite("A call names an operation, or its method and path")
struct CallOperationTests {
    private func problems(_ step: String) -> [String] {
        decodeWorkflow("steps:\n  - \(step)\n").diagnostics.map { "\($0.id.rawValue): \($0.message)" }
    }

    @Test("an operation's values go where the documentation has them")
    func places() throws {
        let text = """
            steps:
              - call: {operation: levin_onboard_sender, with: {customer_id: "9002336768", name: A, dob: D, residence_address: R}}
              - call: {operation: balance, with: {customer_id_type: mobile_number, customer_id: "9002336768"}}
              - call: {operation: dmt_sender_otp, with: {customer_id: "${{ vars.n }}", aadhar: A, piddata: P}}
              - call: {operation: qr_static, with: {sender_id: S, name: N}}
            vars: {n: "9002336768"}
            """
        let workflow = try #require(decodeWorkflow(text).workflow)
        let requests = workflow.steps.compactMap(\.request)
        #expect(
            requests[0].path.literal == .string("/customer/payment/ppi-levin/sender/9002336768"))
        #expect(
            requests[0].body?.parameters.map(\.name) == [
                "name", "dob", "residence_address", "initiator_id", "client_ref_id",
            ])
        #expect(requests[1].query.map(\.name) == ["customer_id_type", "customer_id", "initiator_id", "client_ref_id"])
        #expect(requests[1].body == nil)
        #expect(requests[2].path.literal == nil)
        #expect(requests[2].effects == .texts)
        // The documentation has no client_ref_id for it.
        #expect(requests[3].body?.parameters.map(\.name) == ["sender_id", "name", "initiator_id"])
    }

    @Test("a common parameter can be left out on purpose, and only these")
    func omit() throws {
        let text = "steps:\n  - call: {method: POST, path: /x, omit: [client_ref_id, initiator_id], body: {a: 1}}\n"
        let workflow = try #require(decodeWorkflow(text).workflow)
        #expect(workflow.steps[0].request?.body?.parameters.map(\.name) == ["a"])
        #expect(problems("call: {method: POST, path: /x, omit: [csp_id]}").count == 1)
    }

    @Test(
        "what is wrong with a call is told with its place",
        arguments: [
            (
                "call: {operation: dmt_transfers, with: {}}",
                "wrong_type: 'operation': expected a documented operation, found 'dmt_transfers'"
            ),
            ("call: {operation: customer}", "missing_parameter: customer needs 'customer_id'"),
            (
                "call: {operation: customer, with: {customer_id: a/b}}",
                "invalid_parameter: 'customer_id' must be a part of a path, without '/', '?', '#' and spaces, found 'a/b'"
            ),
            (
                "call: {operation: customer, with: {customer_id: 1, customer: 2}}",
                "unknown_key: unknown key 'customer' in 'with' of customer"
            ),
            (
                "call: {operation: banks, method: GET}",
                "meaningless_key: 'method' has no meaning beside 'operation'"
            ),
            ("call: {method: GET}", "missing_key: the key 'path' is missing in 'call'"),
            (
                "call: {method: GET, path: /x, with: {}}",
                "meaningless_key: 'with' has a meaning only beside 'operation'"
            ),
            (
                "call: {method: POST, path: /customer/payment/dmt-fino, body: {amount: much}}",
                "invalid_parameter: 'amount' must be an amount in rupees above 0, for example 5000 or 10.50, found 'much'"
            ),
            (
                "{call: {method: POST, path: /customer/payment/dmt-fino, body: {amount: 0}}}",
                "invalid_parameter: 'amount' must be an amount in rupees above 0, for example 5000 or 10.50, found '0'"
            ),
            (
                "{call: {method: POST, path: /customer/payment/dmt-fino}, effect: changes}",
                "lighter_effect: 'changes' is less than this request does: it can move money"
            ),
            (
                "{call: {method: GET, path: /customer/profile/9002336768}, effect: reads}",
                "lighter_effect: 'reads' is less than this request does: it can text a person"
            ),
            (
                "{call: {method: GET, path: /customer/profile/9002336768}, poll: {every: 1s, timeout: 9s}}",
                "poll_of_side_effect: this step cannot be polled: it would text a person each time"
            ),
            (
                "{call: {method: GET, path: /tools/reference/banks/ifsc/X}, poll: {every: 1s, timeout: 9s}}",
                "poll_of_side_effect: this step cannot be polled: it would cost money each time"
            ),
            (
                "{call: {method: GET, path: \"/customer/profile/${{ env.name }}\"}, poll: {every: 1s, timeout: 9s}}",
                "poll_of_side_effect: this step cannot be polled: it would text a person each time"
            ),
            (
                "{call: {method: POST, path: /x}, effect: texts, recipient: '12'}",
                "invalid_parameter: 'recipient' must be 10 digits, found '12'"
            ),
            (
                "{send_otp: {mobile: '9002336768', csp_id: c}, effect: texts}",
                "meaningless_key: 'effect' has no meaning beside 'send_otp'"
            ),
        ])
    func wrong(_ step: String, _ expected: String) {
        #expect(problems(step) == [expected])
    }

    @Test("what is right has no problem: negative tests, unknown routes, and graver effects")
    func right() {
        for step in [
            "{call: {method: POST, path: /customer/payment/dmt-fino, body: {amount: much}}, allow_invalid: true}",
            "{call: {operation: dmt_transfer, with: {customer_id: 1}}, allow_invalid: true}",
            "{call: {method: GET, path: /tools/reference/banks}, poll: {every: 1s, timeout: 9s}}",
            "{call: {method: POST, path: /report/query}, effect: reads, poll: {every: 1s, timeout: 9s}}",
            "{call: {method: GET, path: /user/account/balance}, effect: texts, recipient: '9002336768'}",
            "{call: {method: POST, path: /x}, effect: moves_money, amount: 10.5}",
            "{call: {method: POST, path: /customer/payment/dmt-fino, body: {amount: '10.50'}}}",
            "{call: {method: HEAD, path: /x}, poll: {every: 1s, timeout: 9s}}",
        ] {
            #expect(problems(step) == [], "\(step)")
        }
    }

    @Test("by default, a documented operation must answer its documented success", arguments: Operation.all)
    func defaults(_ operation: Operation) throws {
        let values = operation.parameters.filter {
            $0.isRequired && !["initiator_id", "client_ref_id"].contains($0.name)
        }
        .map { "\($0.name): \($0.name == "amount" ? "5" : $0.isList ? "[]" : "v")" }
        let text = "steps:\n  - call: {operation: \(operation.name), with: {\(values.joined(separator: ", "))}}\n"
        let step = try #require(decodeWorkflow(text).workflow).steps[0]
        #expect(step.endpoint === operation)
        let subjects = step.expectations.map(\.subject.text)
        #expect(subjects.first == "http" && step.expectations.allSatisfy(\.isDefault))
        let states = operation.successes.compactMap(\.transactionStatus)
        #expect(subjects.contains("body.data.tx_status") == !states.isEmpty)
        for answer in operation.answers where answer.http == 200 && answer.transactionStatus == nil {
            guard case .exactly(let status)? = answer.status, states.isEmpty else { continue }
            let codes = step.expectations.dropFirst().allSatisfy { expectation in
                let value = expectation.subject.text == "body.status" ? status : answer.responseTypes.first ?? -99
                return expectation.matcher.holdsAsWritten(for: ActualValue(.integer(value)))
            }
            // Some examples of refusals have the codes of a success.
            let looksLikeSuccess = operation.successes.contains {
                $0.status == answer.status && $0.responseTypes == answer.responseTypes
            }
            #expect(codes == looksLikeSuccess, "\(operation.name): \(answer.name)")
        }
    }
}
