import Contract
import Foundation
import HTTP
import JSON
import Secrets
import Source
import Synchronization
import Testing
import WorkflowModel
import YAML

@testable import WorkflowEngine

@Suite("The body of a call is sent, counted and read in each of its forms")
struct CallBodyTests {
    /// The request of a step, sent to an API that answers with success.
    private func sent(_ call: String, files: [String: String] = [:]) async throws -> HTTPRequest {
        let text = "vars: { a: \"ü &\", list: [1, x], none: null }\nsteps: [{ call: { \(call) } }]\n"
        let (report, requests) = try await run(text, files: files)
        #expect(report.outcomes == ["passed"])
        return try #require(requests.first)
    }

    private func text(_ request: HTTPRequest) -> String { String(decoding: request.body ?? [], as: UTF8.self) }

    private func type(_ request: HTTPRequest) -> String? { request.headers.first { $0.name == "content-type" }?.value }

    private static let bare = "method: POST, path: /x, omit: [initiator_id, client_ref_id]"

    @Test(
        "each form has its bytes and its content type",
        arguments: [
            ("body: { a: 1 }", #"{"a":1}"#, "application/json"),
            ("body: [1, '${{ vars.a }}']", #"[1,"ü &"]"#, "application/json"),
            ("body: 'a ${{ vars.a }}'", "a ü &", "text/plain; charset=utf-8"),
            ("body: 012", "012", "text/plain; charset=utf-8"),
            ("body: ''", "", "text/plain; charset=utf-8"),
            ("body: '${{ vars.list }}'", #"[1,"x"]"#, "application/json"),
            ("body: '{\"a\": 1}', content_type: application/json", #"{"a": 1}"#, "application/json"),
            ("body: { a: 1 }, content_type: text/csv", #"{"a":1}"#, "text/csv"), ("body: {}", "{}", "application/json"),
            (
                "urlencoded: { 'a b': '${{ vars.a }}', l: '${{ vars.list }}', n: ~, o: '${{ vars.none }}', t: true }",
                "a%20b=%C3%BC%20%26&l=1&l=x&t=true", "application/x-www-form-urlencoded"
            ),
            ("urlencoded: {}", "", "application/x-www-form-urlencoded"),
        ])
    func bytes(_ body: String, _ expected: String, _ type: String) async throws {
        let request = try await sent("\(Self.bare), \(body)")
        #expect(text(request) == expected)
        #expect(self.type(request) == type)
        #expect(request.form == nil)
    }

    @Test("a form has fields, JSON and files, and a boundary of its own")
    func form() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "ekoflow-body-\(UUID().uuidString).jpg")
        try Data("JPEG".utf8).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let request = try await sent(
            "\(Self.bare), form: { a: '${{ vars.a }}', l: [1, ~], m: '${{ vars.list }}', j: { json: [1, '${{ vars.a }}'] }, o: { json: { x: 1 } }, f: { file: photo.jpg, name: 'a ${{ vars.a }}' } }",
            files: ["photo.jpg": path.path])
        let form = try #require(request.form)
        #expect(request.body == nil)
        #expect(type(request) == "multipart/form-data; boundary=\(form.boundary)")
        #expect(form.boundary == "ekoflow-00000000000000070000000000000007")
        let parts = form.parts.map { part in
            switch part.content {
            case .bytes(let bytes): "\(part.name)=\(String(decoding: bytes, as: UTF8.self))"
            case .file(let file): "\(part.name)@\(part.fileName ?? "") \(part.contentType ?? "") \(file.size)"
            }
        }
        #expect(
            parts == ["a=ü &", "l=1", "m=1", "m=x", #"j=[1,"ü &"]"#, #"o={"x":1}"#, "f@a ü & image/jpeg 4"])
        let other = try await sent("\(Self.bare), form: {}, content_type: multipart/mixed")
        #expect(type(other) == "multipart/mixed; boundary=\(form.boundary)")
        let wrong = try await sent("\(Self.bare), form: {}, content_type: text/xml")
        #expect(type(wrong) == "text/xml")
    }

    @Test("expectations read the fields, and a file's name, size and checksum")
    func ownRequest() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "ekoflow-body-\(UUID().uuidString).jpg")
        try Data("abc".utf8).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let checksum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let answer = #"{"status":0,"a":"1","b":"x","size":3,"sum":"\#(checksum)","name":"photo.jpg","text":"hello"}"#
        let text = """
            steps:
              - call: { method: POST, path: /x, form: { a: "1", l: [w, x], f: { file: photo.jpg, name: photo.jpg } } }
                expect:
                  body:
                    a: "${{ request.body.a }}"
                    b: "${{ request.body.l[1] }}"
                    size: "${{ request.body.f.size }}"
                    sum: "${{ request.body.f.sha256 }}"
                    name: "${{ request.body.f.file }}"
              - call: { method: POST, path: /x, urlencoded: { a: "1", l: [w, x] } }
                expect: { body: { a: "${{ request.body.a }}", b: "${{ request.body.l[1] }}" } }
              - call: { method: POST, path: /x, body: hello }
                expect: { body: { text: "${{ request.body }}" } }
            """
        let (report, _) = try await run(
            text, files: ["photo.jpg": path.path], transport: FakeTransport([.success((200, answer))]))
        #expect(report.outcomes == ["passed", "passed", "passed"])
    }

    @Test("a file that changed after the check is an error, and nothing is sent")
    func changedFile() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "ekoflow-body-\(UUID().uuidString).jpg")
        defer { try? FileManager.default.removeItem(at: path) }
        for later in [nil, "abcd"] {
            try Data("abc".utf8).write(to: path)
            let workflow = decoded(
                "steps: [{ call: { method: POST, path: /x, form: { f: { file: a } } } }]\n", files: ["a": path.path])
            try FileManager.default.removeItem(at: path)
            if let later { try Data(later.utf8).write(to: path) }
            let planned = PlannedWorkflow(workflow, in: .test())
            let transport = FakeTransport([.success((200, successBody))])
            let collected = Mutex(CollectedRun())
            let cleared = try await SafetyRules().clear(RunPlan(id: "RUN", workflows: [planned]), services: .fixed)
            await WorkflowRunner(transport: transport, services: .fixed).run(cleared) { event in
                collected.withLock { $0.fold(event) }
            }
            #expect(collected.withLock(\.outcomes) == ["errored InvalidValue"])
            #expect(transport.requests.isEmpty)
        }
    }

    // MARK: - Effects

    /// The effect of the first request of a workflow.
    private func effect(_ text: String) async throws -> PlannedEffect {
        let workflow = decoded(text, files: ["a": "/etc/hostname"])
        let planner = Planner(environmentVariable: { _ in nil }, overrides: [:], services: .fixed)
        let (source, problems) = await planner.plan(workflow, in: .test(), runID: "RUN")
        #expect(problems.map(\.message) == [])
        let plan = RunPlan(id: "RUN", workflows: source?.workflows ?? [])
        return try #require(await PlanPreview(plan, services: .fixed).requests.first?.effect)
    }

    @Test(
        "whom a request texts is found in every form",
        arguments: [
            "urlencoded: { mobile: '9002336768' }", "form: { mobile: '9002336768' }", "form: { to: 9002336768 }",
            "form: { form-data: { json: { mobile: '9002336768', initiator_id: '9962981729' } } }",
            "form: { form-data: { json: '${{ vars.o }}' } }", "form: { data: { json: [{ mobile: '9002336768' }] } }",
            "form: { form-data: '{\"mobile\": \"9002336768\"}' }", "body: [{ mobile: '9002336768' }]",
            "body: ['9002336768']", "body: 'to 90023 36768'",
            "body: '{\"mobile\": \"9002336768\", \"initiator_id\": \"9962981729\"}'",
            "body: 'mobile=90023%336768&initiator_id=9962981729', content_type: application/x-www-form-urlencoded",
            "body: '{\"mobile\": \"900233\\u0036768\"}'",
            // A form as a text has its names, also with a line break at its end, other letters, or JSON in a field.
            "body: \"initiator_id=9962981729&csp_id=9123456789&mobile=9002336768\\n\"",
            "body: 'csp_id=9123456789&mobile=9002336768&name=José'", "body: 'flag&csp_id=9123456789&mobile=9002336768'",
            "body: 'csp_id=9123456789&mobile=9002336768&geo={\"lat\":1}'", "body: 'a={\"mobile\":\"9002336768\"}'",
            "body: 'a=%7B%22mobile%22:%229002336768%22%7D'", "body: 'csp_id=9123456789&x=<a>9002336768</a>'",
        ])
    func persons(_ body: String) async throws {
        let vars = "vars: { o: { mobile: '9002336768', initiator_id: '9962981729' } }\n"
        let effect = try await effect(
            "\(vars)steps: [{ call: { method: POST, path: /tools/kyc/mobile/otp, \(body) } }]\n")
        #expect(effect.recipients == ["9002336768"], "\(body)")
    }

    @Test(
        "a text that a server may read as something else than a form has all of its numbers",
        arguments: [
            "mobile=9002336768&csp_id=1;mobile=9123456789", "mobile=9002336768&csp_id=[\\\"mobile=9123456789\\\"]",
            "mobile=9002336768&csp_id=\\\"{\\\\\\\"mobile\\\\\\\":\\\\\\\"9123456789\\\\\\\"}\\\"",
            "csp_id=9123456789&{\\\"mobile\\\":\\\"9002336768\\\"}",
            "{\\\"a\\\":\\\"=\\\",csp_id=9123456789&mobile=9002336768",
            "csp_id=9123456789\\nmobile=9002336768", "<a b='csp_id=9123456789&mobile=9002336768'/>",
        ])
    func noForm(_ text: String) async throws {
        let effect = try await effect(
            "steps: [{ call: { method: POST, path: /tools/kyc/mobile/otp, body: \"\(text)\" } }]\n")
        #expect(Set(effect.recipients) == ["9002336768", "9123456789"], "\(effect.recipients)")
    }

    @Test("a request that names nobody in its form texts a person who is not known")
    func nobody() async throws {
        for body in ["form: { f: { file: a } }", "body: text", "body: []", "urlencoded: {}"] {
            let effect = try await effect(
                "steps: [{ call: { method: POST, path: /tools/kyc/mobile/otp, \(body) } }]\n")
            #expect(effect.recipients == [""], "\(body)")
            #expect(effect.personCount == 1)
        }
    }

    @Test(
        "what a request moves is found in every form",
        arguments: [
            ("urlencoded: { amount: '500' }", 500), ("form: { amount: 500 }", 500),
            ("form: { form-data: { json: { amount: 500 } } }", 500),
            ("body: [{ amount: 200 }, { amount: '300' }]", 500),
            ("body: '{\"amount\": 500}'", 500), ("body: amount=500", 500),
            ("body: \"amount=500&a=b\\r\\n\"", 500), ("body: 'amount=500&geo={\"lat\":1}'", 500),
            ("body: 'amount=500&x={\"amount\":1}'", nil), ("body: 'amount=500&amount=1'", 501),
            ("body: '{\"amount\": \"much\"}'", nil),
            ("body: 500", nil), ("urlencoded: { amount: [200, 300] }", nil), ("urlencoded: {}", nil),
        ] as [(String, Int?)])
    func amounts(_ body: String, _ expected: Int?) async throws {
        let effect = try await effect(
            "steps: [{ allow_invalid: true, call: { method: POST, path: /customer/payment/dmt-fino, \(body) } }]\n")
        #expect(effect.kinds.contains(.movesMoney))
        #expect(effect.amount == expected.map { Rupees(paise: $0 * 100) }, "\(body)")
    }

    @Test("an OTP in a field is a secret, unless the file states it")
    func secrets() async throws {
        for body in [
            "urlencoded: { otp: '${{ vars.o }}' }", "form: { otp: '${{ vars.o }}' }",
            "form: { form-data: { json: { otp: '${{ vars.o }}' } } }", "body: [{ otp: '${{ vars.o }}' }]",
            "body: '{\"otp\": \"${{ vars.o }}\"}', content_type: application/json",
        ] {
            for (value, expected) in [("'${{ string(48213 ) }}'", true), ("'48213'", false)] {
                let own = expected ? body : body.replacing("${{ vars.o }}", with: "48213")
                let text = "vars: { o: \(value) }\nsteps: [{ call: { method: POST, path: /x, \(own) } }]\n"
                let (report, _) = try await run(text)
                let secrets = report.workflows[0].steps[0].secrets
                #expect(secrets.contains(Secret("48213")) == expected, "\(own)")
            }
        }
    }
}
