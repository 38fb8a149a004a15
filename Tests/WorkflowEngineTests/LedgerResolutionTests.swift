import HTTP
import Secrets
import Source
import Testing
import WorkflowModel
import YAML

@testable import WorkflowEngine

@Suite("A run finds the ledger of its environment, and what its budgets are counted for")
struct LedgerResolutionTests {
    private static let url = "postgresql://qa:p%40ss-word@db.example:5432/ledger"

    @Test(
        "where the ledger is",
        arguments: [
            ("", .user), ("ledger: {file: ../a.db}\n", .file("found/../a.db")),
            ("ledger: {postgres: {env: LEDGER}}\n", .postgres(Secret(url))),
        ] as [(String, ResolvedLedger)])
    func ledger(_ line: String, _ ledger: ResolvedLedger) async throws {
        let (target, diagnostics) = await resolve(line, variables: ["LEDGER": Self.url])
        #expect(diagnostics.map(\.message) == [])
        #expect(try #require(target).ledger == ledger)
    }

    @Test("a sandbox has no ledger unless its file names one, and then needs its variable")
    func sandbox() async throws {
        let sandbox = SandboxEndpoint(baseURL: "http://127.0.0.1:4711", credentials: .test)
        let (target, _) = await resolve("", address: "sandbox: embedded", sandbox: sandbox)
        #expect(try #require(target).ledger == nil)
        let line = "ledger: {postgres: {env: LEDGER}}\n"
        let (none, diagnostics) = await resolve(line, address: "sandbox: embedded", sandbox: sandbox)
        #expect(none == nil)
        #expect(diagnostics.map(\.id.rawValue) == ["missing_credential"])
    }

    @Test(
        "a variable without the URL of a PostgreSQL database is named, and its value is not shown",
        arguments: [
            (nil, "missing_credential", "the environment variable LEDGER is not set"),
            ("", "missing_credential", "the environment variable LEDGER is not set"),
            (
                "mysql://qa:hunter-22@a/b", "malformed_credential",
                "the environment variable LEDGER has no URL of a PostgreSQL database"
            ),
            (
                "postgresql://", "malformed_credential",
                "the environment variable LEDGER has no URL of a PostgreSQL database"
            ),
            (
                "postgresql://qa:hunter 22@a/b", "malformed_credential",
                "the URL of the ledger has a space, a line break or a character outside ASCII in it"
            ),
        ] as [(String?, String, String)])
    func problems(_ value: String?, _ id: String, _ message: String) async {
        let variables = value.map { ["LEDGER": $0] } ?? [:]
        let (target, diagnostics) = await resolve("ledger: {postgres: {env: LEDGER}}\n", variables: variables)
        #expect(target == nil)
        #expect(diagnostics.map(\.id.rawValue) == [id])
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.first?.range?.start.line == 5)
        #expect(diagnostics.filter { ($0.help ?? "").contains("hunter") }.isEmpty)
    }

    @Test("the URL and the password in it are secrets")
    func secrets() async throws {
        let (target, _) = await resolve("ledger: {postgres: {env: LEDGER}}\n", variables: ["LEDGER": Self.url])
        let secrets = try #require(target).secrets
        #expect(secrets.contains(Secret(Self.url)))
        #expect(secrets.contains(Secret("p@ss-word")))
        #expect(!secrets.contains(Secret("qa")))
    }

    @Test("the time zone is the environment's")
    func timeZone() async throws {
        #expect(try #require(await resolve("time_zone: -03:30\n").target).timeZone.text == "-03:30")
        #expect(try #require(await resolve("").target).timeZone == .india)
    }

    @Test(
        "an account is the address, however it is written, and the initiator ID",
        arguments: [
            ("https://staging.eko.in/ekoapi/v3", "https://staging.eko.in/ekoapi/v3"),
            ("https://Staging.EKO.in:443/ekoapi/v3/", "https://staging.eko.in/ekoapi/v3"),
            ("https://staging.eko.in./ekoapi/V3", "https://staging.eko.in/ekoapi/v3"),
            ("https://staging.eko.in//ekoapi///v3//", "https://staging.eko.in/ekoapi/v3"),
            ("https://staging.eko.in:8443", "https://staging.eko.in:8443"),
            ("https://staging.eko.in:80/", "https://staging.eko.in:80"),
            ("http://127.0.0.1:0080/v3", "http://127.0.0.1/v3"), ("http://[::1]:443/v3", "http://[::1]:443/v3"),
            ("http://[::1]:80", "http://[::1]"), ("http://[::1]", "http://[::1]"),
        ])
    func account(_ address: String, _ account: String) async throws {
        let target = try #require(await resolve("", address: "base_url: '\(address)'").target)
        #expect(target.account == account + " 9962981729")
    }

    @Test("an embedded sandbox is the same account in each run; another sandbox is known by its address")
    func accountOfSandbox() async throws {
        let sandbox = SandboxEndpoint(baseURL: "http://127.0.0.1:4711", credentials: .test)
        let embedded = try #require(await resolve("", address: "sandbox: embedded", sandbox: sandbox).target)
        #expect(embedded.account == "sandbox:embedded 9962981729")
        let other = try #require(
            await resolve("", address: "sandbox: http://127.0.0.1:4711", sandbox: sandbox).target)
        #expect(other.account == "http://127.0.0.1:4711 9962981729")
    }

    private func resolve(
        _ lines: String, address: String = "base_url: https://a", variables: [String: String] = [:],
        sandbox: SandboxEndpoint? = nil
    ) async -> (target: TargetEnvironment?, diagnostics: [Diagnostic]) {
        let credentials =
            sandbox == nil ? "credentials: {developer_key: {env: DEV}, access_key: {env: DEV}}\n" : "\n"
        let file = SourceFile(
            path: "environments/x.yml",
            text: "name: x\ninitiator_id: '9962981729'\n\(address)\n\(credentials)\(lines)")
        let (environment, problems) = Environment.decode(parseYAML(file).root, in: file)
        guard let environment else {
            Issue.record("the environment does not decode: \(problems.map(\.message))")
            return (nil, [])
        }
        let variables = variables.merging(["DEV": "developer"]) { first, _ in first }
        let resolver = CredentialResolver(
            environmentVariable: { variables[$0] },
            readFile: { _ throws(CredentialResolver.FileFailure) in
                throw CredentialResolver.FileFailure(reason: "no such file")
            },
            runCommand: { _, _ throws(CommandFailure) in throw CommandFailure(reason: "none") },
            place: { "found/\($0.value)" })
        return await TargetResolver(resolver).target(
            environment, credentials: environment.credentials, sandbox: sandbox)
    }
}
