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
                "{call: {method: POST, path: /payouts/new}, amount: 5000}",
                "meaningless_key: 'amount' has no meaning: as far as ekoflow knows, this request does not move money"
            ),
            (
                "{call: {operation: balance, with: {customer_id_type: m, customer_id: '1'}}, recipient: '9002336769'}",
                "meaningless_key: 'recipient' has no meaning: as far as ekoflow knows, this request does not text a person"
            ),
            (
                "{call: {operation: bank_account, with: {bank_account: '1', ifsc: S}}, amount: 5}",
                "meaningless_key: the request itself says what bank_account moves"
            ),
            (
                "call: {operation: send_otp, with: {mobile: '900233676', csp_id: c}}",
                "invalid_parameter: 'mobile' must be 10 digits, found '900233676'"
            ),
            (
                "call: {operation: customer, with: {customerid: 1}}",
                "unknown_key: unknown key 'customerid' in 'with' of customer"
            ),
            (
                "call: {operation: upi_validate, with: {customer_vpa: {file: a.png}, recipient_mobile: 1, name: x, latlong: l}}",
                "wrong_type: 'customer_vpa': expected a value, found a mapping"
            ),
            (
                "{call: {operation: customer}, with: {customer_id: 1}}",
                "meaningless_key: 'with' has no meaning beside 'call'"
            ),
            (
                "dmt_transfer: {amount: 5}", "unknown_key: unknown key 'dmt_transfer' in a step"
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
        .map {
            "\($0.name): \($0.name == "amount" ? "5" : $0.name == "mobile" ? "'9002336768'" : $0.isList ? "[]" : "v")"
        }
        let hasFiles = operation.parameters.contains(where: \.isFile)
        let text =
            "steps:\n  - call: {operation: \(operation.name), with: {\(values.joined(separator: ", "))}}\n    allow_invalid: \(hasFiles)\n"
        let step = try #require(decodeWorkflow(text).workflow).steps[0]
        #expect(step.endpoint === operation)
        let subjects = step.expectations.map(\.subject.text)
        #expect(subjects.first == "http" && step.expectations.allSatisfy(\.isDefault))
        let states = operation.successes.compactMap(\.transactionStatus)
        #expect(
            subjects.contains("body.data.tx_status")
                == (!states.isEmpty || operation.effect.kinds.contains(.movesMoney)))
        for answer in operation.answers where answer.http == 200 && answer.transactionStatus == nil {
            guard case .exactly(let status)? = answer.status, states.isEmpty else { continue }
            let codes = step.expectations.dropFirst().allSatisfy { expectation in
                if expectation.subject.text == "body.data.tx_status" { return true }
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

    @Test(
        "only an amount that every server reads alike is one",
        arguments: [
            ("5000", 500_000), ("10.5", 1_050), ("10.50", 1_050), ("0.01", 1), ("0", nil), ("0.00", nil),
            ("10.505", nil), ("5e3", nil), ("5000e-9", nil), (" 5", nil), ("5 ", nil), ("05", nil), ("+5", nil),
            ("-5", nil), ("5,000", nil), ("0x10", nil), ("₹5", nil), ("", nil), (".5", nil), ("5.", nil), ("५", nil),
            ("99999999999999999999", 1_000_000_000_000_000),
        ] as [(String, Int?)])
    func amounts(_ text: String, _ paise: Int?) throws {
        #expect(Rupees(.string(text))?.paise == paise)
        if !text.contains(" "), let number = try? parseJSON(Array(text.utf8)), case .number = number {
            #expect(Rupees(number)?.paise == paise)
        }
    }

    @Test("an OTP that is left out comes from the environment, for the number that the request names")
    func missingOTP() throws {
        func missing(_ step: String) throws -> RequestTemplate.MissingOTP? {
            try #require(decodeWorkflow("steps:\n  - \(step)\n").workflow).steps[0].request?.missingOTP
        }
        let transfer =
            "operation: dmt_transfer, with: {recipient_id: 1, amount: 5, customer_id: '9002336768', otp_ref_id: 2"
        let missingOfTransfer = try missing("call: {\(transfer)}}")
        #expect(missingOfTransfer?.isRequired == true)
        #expect(missingOfTransfer?.recipient?.name == "customer_id")
        #expect(try missing("call: {\(transfer), otp: 1}}") == nil)
        #expect(try missing("{allow_invalid: true, call: {\(transfer)}}}") == nil)
        let optional = try missing(
            "call: {operation: customer_verify, with: {customer_id: '9002336768', otp_ref_id: 2}}")
        #expect(optional?.isRequired == false)
        #expect(try missing("call: {operation: banks}") == nil)
        // It does not say whose OTP it is.
        #expect(
            problems("call: {operation: refund, with: {tid: 1, otp_ref_id: 2, service_code: 3, state: 4}}")
                == ["missing_parameter: refund needs 'otp'"])
    }

    @Test("operations are found by words of their titles")
    func like() {
        #expect(Operation.like("transfer").map(\.name).contains("dmt_transfer"))
        #expect(Operation.like("dmt_transfers").map(\.name) == ["dmt_transfer"])
        #expect(Operation.like("onboard customer").map(\.name) == ["customer_onboard"])
        #expect(Operation.like("zzz").isEmpty)
    }
}
