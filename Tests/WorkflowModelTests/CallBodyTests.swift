import JSON
import Testing

@testable import WorkflowModel

@Suite("A call has one body, in one of the forms that the API takes")
struct CallBodyTests {
    private static let files = ["photo.jpg": "JPEG", "data.unheard": "", "list.CSV": "a,b"]

    private func call(_ rest: String) -> (workflow: Workflow?, diagnostics: [String]) {
        let (workflow, diagnostics) = decodeWorkflow(
            "vars: { n: 1 }\nsteps:\n  - call: { method: POST, path: /x, \(rest) }\n", files: Self.files)
        return (workflow, diagnostics.map(\.brief))
    }

    private func body(_ rest: String) throws -> RequestBody {
        let (workflow, diagnostics) = call(rest)
        #expect(diagnostics == [])
        return try #require(workflow?.steps.first?.request?.body)
    }

    @Test("common parameters are added to what has names, and to nothing else")
    func commonParameters() throws {
        let common = ["initiator_id", "client_ref_id"]
        #expect(try body("body: { a: 1 }").parameters.map(\.name) == ["a"] + common)
        #expect(try body("urlencoded: { a: 1 }").parameters.map(\.name) == ["a"] + common)
        #expect(try body("form: { a: 1 }").parameters.map(\.name) == ["a"] + common)
        #expect(try body("form: {}, omit: [client_ref_id]").parameters.map(\.name) == ["initiator_id"])
        #expect(try body("form: { data: { json: { initiator_id: 1 } } }").parameters.map(\.name) == common)
        for whole in ["body: [1]", "body: []", "body: text", "body: ''", "body: \"${{ vars.n }}\""] {
            #expect(try body(whole).parameters.map(\.name) == [""], "\(whole)")
        }
    }

    @Test("a string is sent as written, and a list keeps its types")
    func whole() throws {
        #expect(try body("body: 012").parameters[0].value.literal == "012")
        #expect(try body("body: [a, 1, '1']").parameters[0].value.literal == ["a", 1, "1"])
    }

    @Test("a part is a field, JSON or a file, whose type its ending tells")
    func parts() throws {
        guard
            case .form(let parts) = try body(
                """
                omit: [initiator_id, client_ref_id], form: { a: [1, two], b: { json: [1] }, c: { json: { x: 1 }, content_type: a/b },
                    d: { file: photo.jpg }, e: { file: list.CSV, name: other.csv }, f: { file: data.unheard },
                    g: [{ file: photo.jpg, content_type: image/x }, { file: photo.jpg }] }
                """)
        else {
            Issue.record("not a form")
            return
        }
        #expect(parts.map(\.name) == ["a", "a", "b", "c", "d", "e", "f", "g", "g"])
        #expect(
            parts.map(\.contentType) == [
                nil, nil, nil, "a/b", "image/jpeg", "text/csv", "application/octet-stream", "image/x", "image/jpeg",
            ])
        guard case .file(let file, let name) = parts[5].content else {
            Issue.record("not a file")
            return
        }
        #expect(file.path == "files/list.CSV")
        #expect(file.name == "list.CSV")
        #expect(file.size == 3)
        #expect(name?.literal == "other.csv")
    }

    @Test("an operation with files has its other parameters in one part, with the common ones")
    func operation() throws {
        let values = [
            "modelname", "devicenumber", "account", "ifsc", "shop_type", "office_address", "address_as_per_proof",
            "aadhar",
            "latlong",
        ]
        let text = """
            steps:
              - call:
                  operation: aeps_activate
                  with: { user_code: "2", \(values.map { "\($0): x" }.joined(separator: ", ")),
                    pan_card: { file: photo.jpg }, aadhar_front: { file: photo.jpg }, aadhar_back: { file: list.CSV, content_type: a/b } }
            """
        let (workflow, diagnostics) = decodeWorkflow(text, files: Self.files)
        #expect(diagnostics.map(\.message) == [])
        guard case .form(let parts)? = workflow?.steps.first?.request?.body else {
            Issue.record("not a form")
            return
        }
        #expect(parts.map(\.name) == ["form-data", "pan_card", "aadhar_front", "aadhar_back"])
        guard case .object(let parameters) = parts[0].content else {
            Issue.record("not an object")
            return
        }
        #expect(Set(parameters.map(\.name)) == Set(values + ["initiator_id", "client_ref_id"]))
        // A file that is left out is a parameter that is missing.
        let without = text.replacing("aadhar_back: { file: list.CSV, content_type: a/b }", with: "")
        #expect(decodeWorkflow(without, files: Self.files).diagnostics.map(\.id) == [.missingParameter])
        // Elsewhere, a mapping with a 'file' is a value like any other.
        let other = decodeWorkflow("steps: [{ call: { method: POST, path: /x, body: { a: { file: none } } } }]\n")
        #expect(other.diagnostics.map(\.message) == [])
    }

    @Test(
        "what cannot be sent is reported at its place",
        arguments: [
            ("body: {}, form: {}", ["two_bodies 3:47-3:51"]),
            ("body: {}, urlencoded: {}, form: {}", ["two_bodies 3:47-3:57", "two_bodies 3:63-3:67"]),
            ("body: ~", ["wrong_type 3:43-3:44"]), ("body: ", ["wrong_type 3:37-3:41"]),
            ("urlencoded: [1]", ["wrong_type 3:49-3:52"]), ("form: text", ["wrong_type 3:43-3:47"]),
            ("form: { a: { x: 1 } }", ["wrong_type 3:48-3:56"]),
            ("form: { a: { fiel: photo.jpg } }", ["unknown_key 3:50-3:54"]),
            ("form: { a: { name: photo.jpg } }", ["wrong_type 3:48-3:67"]),
            ("form: { a: {} }", ["wrong_type 3:48-3:50"]), ("form: { a: [[1]] }", ["wrong_type 3:49-3:52"]),
            ("form: { a: { file: none.jpg } }", ["unreadable_file 3:56-3:64"]),
            ("form: { a: [{ file: none.jpg }] }", ["unreadable_file 3:57-3:65"]),
            ("form: { a: { file: \"${{ vars.n }}\" } }", ["expression_not_allowed 3:56-3:71"]),
            ("form: { a: { file: photo.jpg, json: 1 } }", ["two_bodies 3:67-3:71"]),
            ("form: { a: { json: 1, name: b } }", ["meaningless_key 3:59-3:63"]),
            ("form: { a: { file: photo.jpg, content_type: \"a\\nb\" } }", ["invalid_header 3:81-3:87"]),
            ("form: { _method: GET }", ["method_override 3:45-3:52"]),
            ("urlencoded: { _method: GET }", ["method_override 3:51-3:58"]),
            ("content_type: \"a\\nb\"", ["invalid_header 3:51-3:57"]), ("content_type: ~", ["wrong_type 3:51-3:52"]),
            ("headers: { content-type: a/b }", ["reserved_header 3:48-3:60"]),
        ])
    func problems(_ rest: String, _ expected: [String]) {
        #expect(call(rest).diagnostics == expected, "\(rest)")
    }

    @Test("a GET has no body of any form", arguments: ["body: {}", "body: text", "urlencoded: {}", "form: {}"])
    func bodyOfGet(_ body: String) {
        let text = "steps:\n  - call: { method: GET, path: /x, \(body) }\n"
        #expect(decodeWorkflow(text).diagnostics.map(\.id) == [.bodyOfGet])
        #expect(
            decodeWorkflow("steps:\n  - call: { method: GET, path: /x, content_type: a/b }\n").diagnostics.map(\.id)
                == [])
    }

    @Test("beside an operation, values are in 'with'", arguments: ["body: {}", "urlencoded: {}", "form: {}"])
    func besideOperation(_ body: String) {
        let text = "steps:\n  - call: { operation: aeps_states, \(body) }\n"
        #expect(decodeWorkflow(text).diagnostics.map(\.id) == [.meaninglessKey])
    }

    @Test(
        "an amount in any form must be an amount",
        arguments: [
            "body: { X }", "urlencoded: { X }", "form: { X }",
            "form: { form-data: { json: { X } } }",
        ])
    func amounts(_ body: String) throws {
        func diagnostics(_ amount: String) -> [String] {
            let own = body.replacing("X", with: "amount: \(amount)")
            return decodeWorkflow("steps:\n  - call: { method: POST, path: /customer/payment/dmt-fino, \(own) }\n")
                .diagnostics.map(\.id.rawValue)
        }
        #expect(diagnostics("500") == [])
        #expect(diagnostics("much") == ["invalid_parameter"])
    }

    @Test(
        "a variable that is nearly a description is told, and any other object is a value",
        arguments: [
            ("{ evn: A, default: x }", ["unknown_key"]), ("{ requird: true }", ["unknown_key"]),
            ("{ default: x }", ["unknown_key"]), ("{ type: x }", []), ("{ mobile: x, env_name: z }", []),
            ("{ value: { evn: A } }", []),
        ])
    func nearlyDescribed(_ variable: String, _ expected: [String]) {
        let text =
            "vars: { a: \(variable) }\nsteps:\n  - call: { method: POST, path: /x, body: { a: '${{ vars.a }}' } }\n"
        #expect(decodeWorkflow(text).diagnostics.map(\.id.rawValue) == expected)
    }

    @Test("text and bytes are expected beside the other parts")
    func rawBody() throws {
        let sum = String(repeating: "0aB1", count: 16)
        let text = """
            steps:
              - id: a
                call: { method: GET, path: /x }
                expect: { text: { contains: a }, bytes: { size: { gt: 5 }, sha256: \(sum) } }
                capture: { page: "${{ response.text }}" }
              - call: { method: GET, path: /x }
                expect: { text: { contains: a }, http: 201 }
              - call: { method: GET, path: /x }
                expect: { text: { contains: a }, outcome: any }
              - call: { method: GET, path: /x }
                expect: { text: { contains: a }, body: { a: 1 } }
              - call: { method: GET, path: /tools/kyc/mobile/otp/validate-token }
                expect: { text: { contains: a } }
            """
        let (workflow, diagnostics) = decodeWorkflow(text)
        #expect(diagnostics.map(\.message) == [])
        #expect(
            workflow?.steps.map { $0.expectations.map(\.subject.text) } == [
                ["http", "body.status", "text", "bytes.size", "bytes.sha256"], ["body.status", "text", "http"],
                ["text"], ["http", "body.status", "text", "body.a"],
                ["http", "body.status", "text"],
            ])
        #expect(workflow?.steps.map(\.readsBytes) == [true, false, false, false, false])
    }

    @Test(
        "an expectation of text or bytes that is wrong is reported",
        arguments: [
            ("text: { gt: 5 }", ["never_holds 2:61-2:62"]), ("text: {}", ["nothing_expected 2:55-2:57"]),
            ("bytes: {}", ["nothing_expected 2:56-2:58"]), ("bytes: 5", ["wrong_type 2:56-2:57"]),
            ("bytes: { size: big }", ["never_holds 2:64-2:67"]),
            ("bytes: { size: { lt: 0 } }", ["never_holds 2:70-2:71"]),
            ("bytes: { sha256: abc }", ["wrong_type 2:66-2:69"]), ("bytes: { sha256: }", ["wrong_type 2:58-2:64"]),
            ("bytes: { md5: abc }", ["unknown_key 2:58-2:61"]),
        ])
    func wrongExpectations(_ expect: String, _ expected: [String]) {
        let text = "steps:\n  - { call: { method: GET, path: / }, expect: { \(expect) } }\n"
        #expect(decodeWorkflow(text).diagnostics.map(\.brief) == expected, "\(expect)")
    }
}
