import Expressions
import HTTP
import JSON
import Secrets
import Source
import Testing
import WorkflowModel
import YAML

@testable import WorkflowEngine

@Suite("A plan finds credentials and values, or says what is missing")
struct PlanningTests {
    @Test("credentials come from variables and files, and are trimmed")
    func credentials() async throws {
        let (target, diagnostics) = await plan(variables: ["DEV": " developer "], files: ["key": "access\n"])
        #expect(diagnostics.map(\.message) == [])
        #expect(target?.credentials.developerKey == Secret("developer"))
        #expect(target?.credentials.accessKey == Secret("access"))
    }

    @Test(
        "an invalid credential is reported with its location",
        arguments: [
            ([:], ["key": "access"], ["missing_credential"]),
            (["DEV": ""], [:], ["missing_credential", "missing_credential"]),
            (["DEV": "abc"], ["key": "access"], ["short_credential"]),
            (["DEV": "a b c d"], ["key": "access"], ["malformed_credential"]),
            (["DEV": "abcd\r\nx"], ["key": "access"], ["malformed_credential"]),
        ] as [([String: String], [String: String], [String])])
    func problems(_ variables: [String: String], _ files: [String: String], _ ids: [String]) async {
        let (target, diagnostics) = await plan(variables: variables, files: files)
        #expect(target == nil)
        #expect(diagnostics.map(\.id.rawValue) == ids)
        #expect(diagnostics.allSatisfy { $0.range?.start.line == 4 })
    }

    @Test("a parameter that is invalid because of a variable is found before the run")
    func parameter() async throws {
        let text = "vars: {m: '12'}\nsteps: [{send_otp: {mobile: '${{ vars.m }}', csp_id: c}}]\n"
        let file = SourceFile(path: "test.yml", text: text)
        let workflow = try #require(Workflow.decode(parseYAML(file).root, in: file, files: FilesInMemory()).workflow)
        #expect(
            await planner().plan(workflow, in: .test(), runID: "R").diagnostics.map(\.id.rawValue) == [
                "invalid_parameter"
            ])
        let overridden = await planner(overrides: ["m": 9_002_336_768]).plan(workflow, in: .test(), runID: "R")
        #expect(overridden.diagnostics.isEmpty)
    }

    @Test("an environment variable is read, or reported with its location if it is not set")
    func environmentVariable() async throws {
        let file = SourceFile(
            path: "test.yml",
            text: "vars: {m: {env: QA_MOBILE}}\nsteps: [{send_otp: {mobile: '${{ vars.m }}', csp_id: c}}]\n")
        let workflow = try #require(Workflow.decode(parseYAML(file).root, in: file, files: FilesInMemory()).workflow)
        #expect(
            await planner().plan(workflow, in: .test(), runID: "R").diagnostics.map(\.id.rawValue) == [
                "missing_variable"
            ])
        let planned = await planner(variables: ["QA_MOBILE": "9002336768"]).plan(workflow, in: .test(), runID: "R")
            .source?
            .workflows.first
        #expect(planned?.variables["m"] == "9002336768")
    }

    @Test("unique references have at most 20 characters and never repeat, even within a millisecond")
    func uniqueReferences() throws {
        let services = RunServices.fixed
        let references = try (0..<1_000).map { _ in try services.uniqueReference(prefix: "QA-") }
        #expect(Set(references).count == 1_000)
        #expect(references.allSatisfy { $0.count == 20 && $0.hasPrefix("QA-") })
        #expect(throws: FunctionError.self) { try services.uniqueReference(prefix: "TOO-LONG") }
    }

    @Test(
        "values that are not known yet, and steps that do not run, are not reported",
        arguments: [
            """
            cases: [{send: true, mobile: "9002336768"}, {send: false, mobile: ""}]
            steps: [{when: "${{ case.send }}", send_otp: {mobile: "${{ case.mobile }}", csp_id: c}}]
            """,
            """
            vars: {mobile: {required: true}, env: {env: NOT_SET}, both: "${{ vars.mobile }}${{ vars.env }}"}
            cases: [{m: "${{ vars.mobile }}", n: "${{ vars.both }}"}]
            steps:
              - send_otp: {mobile: "${{ case.m }}", csp_id: "${{ case.n }}"}
              - {use: shared.yml, with: {mobile: "${{ case.m }}"}}
              - {use: shared.yml, with: {mobile: "${{ vars.mobile }}"}, when: "${{ vars.env == 'x' }}"}
            """,
            """
            vars: {n: 1}
            steps: [{when: "${{ vars.n == 2 }}", use: shared.yml, with: {mobile: '1'}}]
            """,
        ])
    func notBlamed(_ text: String) async throws {
        let shared =
            "vars: {mobile: {required: true}}\nsteps: [{send_otp: {mobile: '${{ vars.mobile }}', csp_id: c}}]\n"
        let file = SourceFile(path: "a.yml", text: text)
        let decoded = Workflow.decode(
            parseYAML(file).root, in: file, files: FilesInMemory(texts: ["shared.yml": shared]))
        #expect(decoded.diagnostics.map(\.message) == [])
        let environmentFile = SourceFile(
            path: "environments/x.yml", text: "name: x\nsandbox: embedded\ninitiator_id: '9962981729'\n")
        let environment = try #require(
            Environment.decode(parseYAML(environmentFile).root, in: environmentFile).environment)
        let target = TargetEnvironment(withoutCredentials: environment)
        #expect(await planner().check(try #require(decoded.workflow), in: target).map(\.message) == [])
    }

    @Test("a workflow for another environment cannot be used, except on a sandbox")
    func otherEnvironment() async throws {
        let file = SourceFile(path: "a.yml", text: "steps: [{use: shared.yml}]\n")
        let files = FilesInMemory(texts: ["shared.yml": "environment: sandbox\nsteps: [{wait: 1s}]\n"])
        let workflow = try #require(Workflow.decode(parseYAML(file).root, in: file, files: files).workflow)
        #expect(
            await planner().plan(workflow, in: .test(), runID: "R").diagnostics.map(\.id.rawValue) == [
                "other_environment"
            ])
        #expect(await planner().plan(workflow, in: .test(isSandbox: true), runID: "R").diagnostics.isEmpty)
    }

    @Test(
        "a step that cannot work is found before anything is sent",
        arguments: [
            ("when: '${{ vars.n }}', call: {method: GET, path: /}", "no_value"),
            ("when: \"${{ vars.n < 'a' }}\", call: {method: GET, path: /}", "no_value"),
            ("call: {method: GET, path: '/${{ vars.n.member }}'}", "no_value"),
            ("use: shared.yml, with: {mobile: '12345'}", "invalid_parameter"),
            ("use: shared.yml, with: {mobile: '${{ vars.n }}'}", "invalid_parameter"),
            ("use: shared.yml, with: {mobile: '${{ vars.n.member }}'}", "no_value"),
        ])
    func valuesKnownBefore(_ step: String, _ id: String) async throws {
        let shared =
            "vars: {mobile: {required: true}}\nsteps: [{send_otp: {mobile: '${{ vars.mobile }}', csp_id: c}}]\n"
        let file = SourceFile(path: "a.yml", text: "vars: {n: 7}\nsteps: [{\(step)}]\n")
        let decoded = Workflow.decode(
            parseYAML(file).root, in: file, files: FilesInMemory(texts: ["shared.yml": shared]))
        #expect(decoded.diagnostics.map(\.message) == [])
        let (planned, diagnostics) = await planner().plan(try #require(decoded.workflow), in: .test(), runID: "R")
        #expect(diagnostics.map(\.id.rawValue) == [id])
        #expect(planned?.count == nil)
    }

    private func planner(
        variables: [String: String] = [:], overrides: [String: JSONValue] = [:]
    ) -> Planner {
        Planner(environmentVariable: { variables[$0] }, overrides: overrides, services: .fixed)
    }

    private func plan(
        variables: [String: String], files: [String: String]
    ) async -> (target: TargetEnvironment?, diagnostics: [Diagnostic]) {
        let text =
            "name: x\ninitiator_id: '9962981729'\nbase_url: https://a\ncredentials: {developer_key: {env: DEV}, access_key: {file: key}}\n"
        let file = SourceFile(path: "environments/x.yml", text: text)
        guard let environment = Environment.decode(parseYAML(file).root, in: file).environment else {
            Issue.record("the environment does not decode")
            return (nil, [])
        }
        let resolver = CredentialResolver(
            environmentVariable: { variables[$0] },
            readFile: { path throws(CredentialResolver.FileFailure) in
                guard let text = files[path.value] else {
                    throw CredentialResolver.FileFailure(reason: "no such file")
                }
                return ReferencedFile(path: path.value, bytes: Array(text.utf8))
            },
            runCommand: { _, _ throws(CommandFailure) in throw CommandFailure(reason: "none") })
        return await TargetResolver(resolver).target(
            environment, credentials: environment.credentials, sandbox: nil)
    }
}
