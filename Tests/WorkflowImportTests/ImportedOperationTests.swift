import JSON
import Testing

@testable import WorkflowImport

@Suite("Requests to documented operations")
struct ImportedOperationTests {
    private static let host = "https://staging.eko.in/ekoapi/v3"

    private func curl(_ arguments: String) throws -> ImportedWorkflow {
        let workflow = try importCurl("curl \(arguments)", title: "x").workflows[0]
        #expect(problems(of: workflow).isEmpty, "\(workflow.text)\n\(workflow.problems)")
        return workflow
    }

    @Test("a request with documented parameters is a call by name")
    func named() throws {
        let workflow = try curl(
            """
            '\(Self.host)/customer/payment/dmt-fino/sender/9002336768/recipients?initiator_id=9962981729' -H 'X-Trace: 7'
            curl \(Self.host)/customer/payment/dmt-fino/sender/$CUSTOMER -d '{"initiator_id":"9962981729","name":"A B",
              "dob":"1990-01-31","residence_address":{"city":"Patna"}}'
            """)
        #expect(
            steps(workflow) == """
                  - name: request 1
                    call:
                      operation: dmt_recipients
                      with:
                        customer_id: "9002336768"
                      headers:
                        X-Trace: "7"

                  - name: request 2
                    call:
                      operation: dmt_onboard_sender
                      with:
                        customer_id: ${{ vars.CUSTOMER }}
                        name: A B
                        dob: "1990-01-31"
                        residence_address: { city: Patna }

                """)
    }

    @Test(
        "a request that would change keeps its method and path",
        arguments: [
            // A parameter that is not documented, is missing, is elsewhere, or is there twice.
            "\(host)/customer/payment/dmt-fino/sender/9002336768/recipients?x=1",
            "\(host)/customer/payment/dmt-fino/sender/9002336768 -d '{\"name\":\"A\"}'",
            "'\(host)/customer/payment/dmt-fino/sender/9002336768?dob=1' -d '{\"name\":\"A\",\"residence_address\":\"x\"}'",
            "'\(host)/customer/payment/dmt-fino/sender/9002336768?user_code=1&user_code=2'",
            // Another body, content type or path.
            "\(host)/customer/payment/dmt-fino/sender/9002336768 -d 'name=A&dob=1&residence_address=x'",
            "\(host)/customer/payment/dmt-fino/sender/9002336768 -d '[1]'",
            "\(host)/customer/payment/DMT-fino/sender/9002336768", "\(host)/customer/payment/dmt-fino/sender/a~b",
            "\(host)/a/customer/payment/dmt-fino/sender/9002336768", "\(host)/unknown",
        ])
    func byPath(_ arguments: String) throws {
        let workflow = try curl(arguments)
        #expect(workflow.text.contains("      path: ") && !workflow.text.contains("operation:"), "\(workflow.text)")
    }

    @Test(
        "a constant client_ref_id is left out, if the request does more than read",
        arguments: [
            ("\(host)/x -d '{\"client_ref_id\":\"77\",\"a\":1}'", true), ("\(host)/x -d 'client_ref_id=77&a=1'", true),
            ("\(host)/x -F client_ref_id=77 -F a=1", true), ("\(host)/x -d '{\"client_ref_id\":77}'", true),
            // This GET texts a person.
            ("'\(host)/customer/profile/9002336768?client_ref_id=77'", true),
            ("'\(host)/x?client_ref_id=77'", false), ("\(host)/x -d '{\"client_ref_id\":\"'$REF'\"}'", false),
            ("\(host)/x -d '[{\"client_ref_id\":\"77\"}]'", false),
        ])
    func reference(_ arguments: String, _ isLeftOut: Bool) throws {
        let workflow = try curl(arguments)
        #expect(workflow.text.contains("client_ref_id") == !isLeftOut, "\(workflow.text)")
        #expect(workflow.remarks.contains { $0.contains("the API wants a unique one per request") } == isLeftOut)
    }

    @Test("what is said about many references is one remark")
    func references() throws {
        let commands = (1...5).map { "curl \(Self.host)/x\($0) -d '{\"client_ref_id\":\"77\"}'" }
        let remarks = try importCurl(commands.joined(separator: "\n"), title: "x").workflows[0].remarks
        #expect(remarks.count == 1 && remarks[0].hasPrefix("'request 1', 'request 2' and 3 more: its client_ref_id"))
    }

    @Test("a form to an OTP endpoint becomes JSON, and other bodies keep method and path")
    func ownSteps() throws {
        let address = "\(Self.host)/tools/kyc/mobile/otp"
        let form = try curl("\(address) -d 'mobile=9002336768&csp_id=1'")
        #expect(form.text.contains("send_otp:") && form.remarks.contains { $0.contains("its form became JSON") })
        let list = try curl("\(address) -d '[{\"mobile\":\"9002336768\"}]'")
        #expect(list.text.contains("body: [{ mobile: \"9002336768\" }]\n"))
        let xml = try curl("\(address) -H 'content-type: text/xml' -d '<a/>'")
        #expect(xml.text.contains("content_type: text/xml\n"))
    }

    @Test(
        "a placeholder of a path is a variable that has to be given",
        arguments: ["{user_id}", "<user_id>", "%7Buser_id%7D", "%3cuser_id%3e", ":user_id", "{{user_id}}"])
    func placeholders(_ segment: String) throws {
        let imported = try importPostman(
            collection([["url": .string("\(Self.host)/users/\(segment)/x?y={z}")]]), environment: nil)
        let workflow = imported.workflows[0]
        #expect(workflow.text.contains("user_id: { required: true }\n"))
        #expect(workflow.text.contains("path: \"/users/${{ vars.user_id }}/x\"\n"), "\(workflow.text)")
        #expect(workflow.remarks.contains { $0.contains("--var user_id=") })
        #expect(problems(of: workflow).isEmpty)
    }

    @Test("brackets that are no placeholder stay", arguments: ["{}", "{a b}", "<1>", "a{b"])
    func brackets(_ segment: String) throws {
        let workflow = try importPostman(
            collection([["url": .string("\(Self.host)/users/\(segment)")]]), environment: nil
        ).workflows[0]
        #expect(!workflow.text.contains("required"), "\(workflow.text)")
    }
}
