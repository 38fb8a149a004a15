import Testing

@testable import WorkflowModel

@Suite("An environment file is decoded, and is safe to use")
struct EnvironmentDecodingTests {
    private static let credentials = "credentials: {developer_key: {env: A}, access_key: {file: ~/b}}\n"

    @Test("limits, recipients and the timeout are read")
    func limits() throws {
        let text = """
            name: staging
            base_url: https://staging.eko.in/ekoapi/v3/
            initiator_id: 9962981729
            credentials: {developer_key: {env: A}, access_key: {file: ~/b}}
            timeout: 1.5s
            limits: {rate: 5/s, max_sends: 20, max_sends_per_recipient: 3}
            recipients: [9002336768]
            """
        let environment = try #require(decodeEnvironment(text).environment)
        #expect(environment.timeout == .milliseconds(1_500))
        #expect(
            environment.limits
                == EffectLimits(
                    interval: .milliseconds(200), maximum: 20, maximumPerRecipient: 3, recipients: ["9002336768"]))
        #expect(environment.initiatorID.value == "9962981729")
        guard case .baseURL(let url) = environment.endpoint else {
            Issue.record("no address")
            return
        }
        #expect(url.value == "https://staging.eko.in/ekoapi/v3")
        #expect(!environment.isProduction)
    }

    @Test(
        "the vendor's production host is always production, whatever the file says",
        arguments: ["https://api.eko.in/ekoicici/v3", "https://API.eko.in:443/x", "https://api.eko.in."])
    func productionHost(_ url: String) throws {
        let text =
            "name: x\nbase_url: \(url)\ninitiator_id: '9962981729'\nproduction: false\n\(Self.credentials)limits: {max_sends: 1}\nrecipients: ['9002336768']\n"
        #expect(try #require(decodeEnvironment(text).environment).isProduction)
    }

    @Test(
        "TLS is checked unless the file turns it off, which is not allowed for production",
        arguments: [
            ("https://a", "{ ca_file: ca.pem, client_certificate: a.pem, client_key: ~/b.pem }", []),
            ("https://a", "{ client_certificate: a.pem, client_key_password: { env: P } }", []),
            ("https://a", "{ insecure: false }", []),
            ("https://a", "{ insecure: true }", ["insecure 5:8-5:16"]),
            (
                "https://a", "{ insecure: true, ca_file: ca.pem }",
                ["authorities_without_check 5:24-5:31", "insecure 5:8-5:16"]
            ),
            ("https://a", "{ client_key: b.pem }", ["key_without_certificate 5:8-5:18"]),
            (
                "https://a", "{ client_certificate: a.pem, client_key_password: secret }",
                ["literal_credential 5:35-5:54"]
            ),
            ("https://a", "{ ca: ca.pem }", ["unknown_key 5:8-5:10"]),
            ("http://127.0.0.1", "{ ca_file: ca.pem }", ["tls_without_https 5:1-5:4"]),
            ("https://api.eko.in", "{ insecure: true }", ["insecure_production 5:8-5:16"]),
        ])
    func tls(_ url: String, _ tls: String, _ problems: [String]) {
        let text =
            "name: x\ninitiator_id: '9962981729'\nbase_url: \(url)\n\(Self.credentials)tls: \(tls)\nlimits: {max_sends: 1}\nrecipients: ['9002336768']\n"
        let decoded = decodeEnvironment(text)
        #expect(decoded.diagnostics.map(\.brief).sorted() == problems.sorted())
        if let environment = decoded.environment {
            #expect(environment.tls.checksHost != tls.contains("insecure: true"))
        }
    }

    @Test("a sandbox has no TLS")
    func tlsOfSandbox() {
        let text = "name: x\ninitiator_id: '9962981729'\nsandbox: embedded\ntls: { ca_file: ca.pem }\n"
        #expect(decodeEnvironment(text).diagnostics.map(\.brief) == ["tls_without_https 4:1-4:4"])
    }

    @Test(
        "a problem is reported with its ID and location",
        arguments: [
            ("", ["empty_file 1:1-1:2"]),
            ("name: x\ninitiator_id: '9962981729'\n", ["missing_key 1:1-1:2"]),
            ("name: x\ninitiator_id: '9962981729'\nsandbox: on\n", ["wrong_type 3:10-3:12"]),
            (
                "name: x\ninitiator_id: '9962981729'\nsandbox: embedded\nbase_url: https://a\n",
                ["two_endpoints 3:1-3:8"]
            ),
            (
                "name: x\ninitiator_id: '9962981729'\nbase_url: https://a\n",
                ["missing_key 1:1-5:1", "missing_key 1:1-5:1"]
            ),
            ("name: x\ninitiator_id: '9962981729'\nbase_url: ftp://a\n\(credentials)", ["invalid_url 3:11-3:18"]),
            (
                "name: x\ninitiator_id: '9962981729'\nbase_url: https://api%2eeko.in\n\(credentials)",
                ["invalid_url 3:11-3:31"]
            ),
            ("name: x\ninitiator_id: '9962981729'\nbase_url: http://eko.in\n\(credentials)", ["plain_http 3:11-3:24"]),
            (
                "name: x\ninitiator_id: '9962981729'\nbase_url: http://127.0.0.1.eko.in\n\(credentials)",
                ["plain_http 3:11-3:34"]
            ),
            (
                "name: x\ninitiator_id: '9962981729'\nbase_url: https://api.eko.in\n\(credentials)",
                ["missing_production_limit 1:7-1:8", "missing_production_limit 1:7-1:8"]
            ),
            (
                "name: x\ninitiator_id: '9962981729'\nsandbox: embedded\nlimits: {rate: fast}\n",
                ["wrong_type 4:16-4:20"]
            ),
            (
                "name: x\ninitiator_id: '9962981729'\nsandbox: embedded\nlimits: {max_sends: 0}\n",
                ["wrong_type 4:21-4:22"]
            ),
            ("name: x\ninitiator_id: '9962981729'\nsandbox: embedded\nrecipients: []\n", ["wrong_type 4:13-4:15"]),
        ])
    func problems(_ text: String, _ expected: [String]) {
        let diagnostics = decodeEnvironment(text).diagnostics
        #expect(diagnostics.map(\.id.rawValue) == expected.map { String($0.prefix { $0 != " " }) })
        if !expected.contains(where: { $0.hasSuffix("5:1") }) { #expect(diagnostics.map(\.brief) == expected) }
    }

    @Test(
        "a literal credential in any form is an error that shows neither the value nor its line",
        arguments: [
            "credentials: {developer_key: hunter-22, access_key: {env: A}}", "credentials: hunter-22",
            "credentials: {developer_key: {value: hunter-22}, access_key: {env: A}}",
            "credentials: {developr_key: hunter-22, access_key: {env: A}}", "developer_key: hunter-22",
            "credentials: {developer_key: {env: hunter-22}, access_key: {env: A}}",
        ])
    func literalCredential(_ line: String) throws {
        let diagnostics = decodeEnvironment("name: x\ninitiator_id: '9962981729'\nbase_url: https://a\n\(line)\n")
            .diagnostics
        let blamed = diagnostics.filter { $0.range?.start.line == 4 }
        #expect(!blamed.isEmpty)
        #expect(blamed.filter { !$0.hidesSource }.isEmpty)
        #expect(diagnostics.filter { ($0.message + ($0.help ?? "")).contains("hunter") }.isEmpty)
    }
}
