import Testing

@testable import WorkflowImport

@Suite("curl commands become a workflow")
struct CurlImportTests {
    private func workflow(_ text: String) throws -> ImportedWorkflow {
        try #require(try importCurl(text, title: "imported").workflows.first)
    }

    private static let address = "https://staging.eko.in/ekoapi/v3/tools/kyc/mobile/otp"

    @Test("a send becomes send_otp; the keys, the signature and the reference are not copied")
    func send() throws {
        let imported = try importCurl(
            """
            curl -X POST '\(Self.address)' \\
              -H 'developer_key: becbbce45f79c6f5109f848acd540567' -H "secret-key: $(sign "a b")" \\
              -H 'content-type: application/json' --max-time 10 \\
              -d '{"initiator_id":"9962981729","client_ref_id":"20230703","csp_id":"1","mobile":"9002336768"}'
            """, title: "Send")
        let workflow = try #require(imported.workflows.first)
        #expect(
            steps(workflow) == """
                  - name: request 1
                    send_otp:
                      csp_id: "1"
                      mobile: "9002336768"
                    timeout: 10s

                """)
        #expect(workflow.text.contains("environment: staging\n"))
        #expect(workflow.remarks.count == 1 && workflow.remarks[0].contains("its client_ref_id is left out"))
        #expect(problems(of: workflow).isEmpty)
        let environment = try #require(imported.environments.first)
        #expect(
            environment.text.contains("base_url: \"https://staging.eko.in/ekoapi/v3\"\ninitiator_id: \"9962981729\"\n"))
        #expect(environment.text.contains("recipients: [\"9002336768\"]"))
        #expect(!environment.text.contains("production"))
        #expect(!(workflow.text + environment.text).contains("becb"))
    }

    @Test("the vendor's production host becomes a production environment with its limits")
    func production() throws {
        let imported = try importCurl("curl https://api.eko.in/ekoicici/v3/status", title: "x")
        #expect(imported.environments.first?.text.contains("name: prod\nproduction: true\n") == true)
        let remarks = imported.environments.first?.remarks ?? []
        #expect(remarks.count == 2)
        #expect(remarks.first?.contains("no initiator_id was found") == true)
        #expect(remarks.last?.contains("no number to text was found") == true)
    }

    @Test(
        "the production host is recognized in any spelling",
        arguments: ["https://API.eko.in/v3/status", "https://api.eko.in./v3/status"])
    func productionName(_ url: String) throws {
        let environment = try #require(try importCurl("curl \(url)", title: "x").environments.first)
        #expect(environment.text.contains("name: prod\nproduction: true\n"))
    }

    @Test(
        "a call to another endpoint gives the initiator, and its numbers never become recipients",
        arguments: [
            #" -d '{"initiator_id":"9962981729","x":1}'"#, "?initiator_id=9962981729",
            " -d 'initiator_id=9962981729&x=1'",
        ])
    func initiatorOfCall(_ rest: String) throws {
        let imported = try importCurl("curl https://staging.eko.in/ekoapi/v3/tools/kyc/otp/send\(rest)", title: "x")
        let environment = try #require(imported.environments.first)
        #expect(environment.text.contains("initiator_id: \"9962981729\"\n"))
        #expect(environment.text.contains("\n# recipients: "))
    }

    @Test(
        "shell quoting",
        arguments: [
            (#"curl 'a b'"#, ["curl", "a b"]), (#"curl "a \"b\" \n""#, ["curl", #"a "b" \n"#]),
            (#"curl a\ b"#, ["curl", "a b"]),
            ("curl \\\n a", ["curl", "a"]), (#"curl $'a\'b\n'"#, ["curl", "a'b\n"]),
            (#"curl "$A-${B}""#, ["curl", "{{A}}-{{B}}"]),
            ("curl a # remark", ["curl", "a"]), ("curl ''", ["curl", ""]), (#"curl '$A'"#, ["curl", "$A"]),
            ("curl `date` $", ["curl", "{{output_of_a_command}}", "$"]),
        ])
    func quoting(_ text: String, _ words: [String]) {
        #expect(ShellWords(text).commands == [words])
    }

    @Test("commands end at line breaks, semicolons and pipes; other commands are ignored")
    func several() throws {
        let text = "TS=1; curl http://localhost/v1/a | jq .\ncurl http://localhost/v1/b && echo"
        #expect(steps(try workflow(text)).split(separator: "- name").count == 3)
    }

    @Test(
        "options in all spellings, and the resulting method",
        arguments: [
            ("curl -sXPUT http://localhost/v1/a", "method: PUT"),
            ("curl --request=DELETE http://localhost/v1/a", "method: DELETE"),
            ("curl -d'{\"a\":1}' http://localhost/v1/a", "method: POST"),
            ("curl -G -d a=1 http://localhost/v1/a", "a: \"1\""),
            ("curl 'http://localhost/v1/a?b=%41+c'", "b: A c"),
            ("curl --json '{\"sum\": 1.50}' http://localhost/v1/a", "body: { sum: 1.50 }"),
            ("curl -d a=1 -d b=2 http://localhost/v1/a", "urlencoded:\n        a: \"1\"\n        b: \"2\"\n"),
            ("curl -I http://localhost/v1/a", "method: HEAD"),
            ("curl -X OPTIONS http://localhost/v1/a", "method: OPTIONS"),
            ("curl -H 'X-Trace: 7' http://localhost/v1/a", "X-Trace: \"7\""),
        ])
    func options(_ command: String, _ line: String) throws {
        let workflow = try workflow(command)
        #expect(workflow.text.contains(line), "\(workflow.text)")
        #expect(problems(of: workflow).isEmpty)
    }

    @Test(
        "options that cannot be imported are reported without their values",
        arguments: [
            ("-u me:hunter22", "--user"), ("-b session=hunter22", "--cookie"),
            ("-H 'Authorization: Basic hunter22'", "Authorization"),
            ("--retry 3", "never repeated"), ("-k", "tls"), ("--frobnicate", "not known"),
            ("-H 'X-Api-Key: hunter22'", "X_API_KEY"),
            ("-L", "redirect"), ("-F a=@/home/hunter22/x.png", "copy it to workflows/x.png"),
        ])
    func remarks(_ option: String, _ word: String) throws {
        let workflow = try workflow("curl http://localhost/v1/a \(option)")
        #expect(workflow.remarks.contains { $0.contains(word) }, "\(workflow.remarks)")
        #expect(!"\(workflow.text) \(workflow.remarks)".contains("hunter22"))
    }

    @Test(
        "parts that a workflow cannot have are left out or escaped, and reported",
        arguments: [
            ("'http://localhost/v1/a b'", "path: \"/a%20b\"", ""),
            ("'http://localhost/v1/a?x=1&x=2'", "x: \"1\"", "'x'"),
            ("-H $'X: a\\nb' http://localhost/v1/a", "path: /a", "header"),
            ("-d '[1]' -X GET http://localhost/v1/a", "path: /a", "body"),
            ("http://me:hunter22@localhost/v1/a", "path: /a", "password"),
        ])
    func impossible(_ command: String, _ line: String, _ remark: String) throws {
        let workflow = try workflow("curl \(command)")
        #expect(workflow.text.contains(line), "\(workflow.text)")
        #expect(remark.isEmpty || workflow.remarks.contains { $0.contains(remark) }, "\(workflow.remarks)")
        #expect(problems(of: workflow).isEmpty, "\(workflow.text)")
        #expect(!workflow.text.contains("hunter22"))
    }

    @Test(
        "a secret in an unusual place is never copied",
        arguments: [
            "-d '{\"mobile\":\"1\",\"password\":\"hunter22\",}' http://localhost/v1/a",
            "-d '<token>hunter22</token>' http://localhost/v1/a",
            "-d '{\"password\":\"hunter22\",}' \(address)", "--pass hunter22 http://localhost/v1/a",
            "--frobnicate hunter22 http://localhost/v1/a",
            "--proxy-header 'X-K: hunter22' http://localhost/v1/a",
            "-H hunter22 http://localhost/v1/a",
            "-H \"X-Api-Key: hunter22$SUFFIX\" http://localhost/v1/a", "'http://localhost/v1/a?x=Bearer%20hunter22'",
            "-d 'hunter22' http://localhost/v1/a", "-u me:hunter22 \(address) -d csp_id=Bearer+hunter22",
        ])
    func secrets(_ command: String) throws {
        let imported = try importCurl("curl \(command)", title: "x")
        #expect(!"\(imported)".contains("hunter22"), "\(imported)")
        #expect(!imported.workflows[0].remarks.isEmpty)
        #expect(imported.environments.allSatisfy { ["local", "staging"].contains($0.name) })
    }

    @Test(
        "request bodies that curl builds",
        arguments: [
            ("-d @body.json http://localhost/v1/a", "method: POST"), ("-F a=b http://localhost/v1/a", "method: POST"),
            ("-T file http://localhost/v1/a", "method: PUT"),
            ("--data-urlencode 'x=a b&c=50%25+1' http://localhost/v1/a", "urlencoded:\n        x: \"a b&c=50%25+1\""),
            ("--json $'{\"a\":\"hi\\u0021 \\x41\\102\"}' http://localhost/v1/a", "body: { a: \"hi! AB\" }"),
            ("-m abc http://localhost/v1/a", "path: /a"), ("-m $'1s\\n  x: 1' http://localhost/v1/a", "path: /a"),
        ])
    func bodies(_ command: String, _ line: String) throws {
        let workflow = try workflow("curl \(command)")
        #expect(workflow.text.contains(line), "\(workflow.text)")
        #expect(!workflow.text.contains("evil") && !workflow.text.contains("timeout"))
        #expect(problems(of: workflow).isEmpty)
    }

    @Test(
        "words before curl, and other commands",
        arguments: ["sudo curl", "A=b curl", "time /usr/bin/curl", "env A=b curl"])
    func prefixes(_ start: String) throws {
        let workflow = try workflow("\(start) http://localhost/v1/a; echo x")
        #expect(workflow.remarks == ["commands other than curl are left out: 1"])
    }

    @Test(
        "an OTP and a token are not copied",
        arguments: [
            ("-X PUT \(address)/verify -d '{\"mobile\":\"9002336768\",\"otp\":\"4711\"}'", "4711", "otp_source"),
            ("'\(address)/validate-token?otp_verification_token=eyJ.a.b'", "eyJ", "token"),
        ])
    func oneTime(_ command: String, _ secret: String, _ word: String) throws {
        let workflow = try workflow("curl \(command)")
        #expect(!workflow.text.contains(secret))
        #expect(workflow.remarks.contains { $0.contains(word) })
        #expect(problems(of: workflow).isEmpty)
    }

    @Test("a shell variable is read from the process's environment")
    func variables() throws {
        let workflow = try workflow("curl -d '{\"mobile\":\"'\"$MOBILE\"'\",\"csp_id\":\"1\"}' \(Self.address)")
        #expect(workflow.text.contains("  MOBILE: { env: MOBILE }\n"))
        #expect(workflow.text.contains("mobile: ${{ vars.MOBILE }}\n"))
    }

    @Test(
        "without a curl command or a URL, the import is an error",
        arguments: ["", "wget http://localhost", "curl -s", "curl 'open", "curl \"open", "curl ^\n http://localhost"])
    func nothing(_ text: String) {
        #expect(throws: ImportError.self) { try importCurl(text, title: "x") }
    }

    @Test("a long word is read in place, in quotes or not", arguments: ["\"", "'", "$'", ""])
    func longWord(_ quote: String) {
        let long = String(repeating: "ab", count: 100_000)
        let words = ShellWords("curl \(quote)\(long)\(quote.suffix(1)) x")
        #expect(words.commands == [["curl", long, "x"]])
    }

    @Test("names stay different, in as many steps as there are names")
    func uniqueNames() {
        var names = UniqueNames()
        let found = (0..<20_000).map { _ in names.add("a") }
        #expect(found.prefix(3) == ["a", "a_2", "a_3"])
        #expect(Set(found).count == found.count)
        #expect(names.add("a_3") == "a_3_2")
    }

    @Test("headers that a call cannot have are left out, in every spelling")
    func reservedHeaders() throws {
        let headers = ["secret_key: s", "Developer-Key: s", "Expect: 100-continue", "X-Original-URL: /b", "x-trace: 1"]
        let found = try workflow("curl https://a/b \(headers.map { "-H '\($0)'" }.joined(separator: " "))")
        #expect(problems(of: found) == [])
        #expect(steps(found).contains("headers:\n        x-trace: \"1\"\n"), "\(steps(found))")
        #expect(!steps(found).lowercased().contains("key"))
        #expect(found.remarks.contains { $0.contains("'X-Original-URL': it replaces the method or the path") })
    }
}
