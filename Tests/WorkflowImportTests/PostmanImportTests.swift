import JSON
import Testing

@testable import WorkflowImport

@Suite("A Postman collection becomes workflows")
struct PostmanImportTests {
    private func script(_ lines: String...) -> PostmanScript {
        PostmanScript(["const json = pm.response.json();"] + lines)
    }

    private func imported(_ collection: JSONValue, environment: JSONValue? = nil) throws -> Imported {
        try importPostman(collection, environment: environment)
    }

    private static func request(_ name: String, tests: [String] = [], url: String = "{{base}}/tools/kyc/mobile/otp")
        -> JSONValue
    {
        let body = "{\"mobile\": \"{{mobile}}\", \"csp_id\": {{csp}}, \"initiator_id\": \"{{me}}\"}"
        return [
            "name": .string(name),
            "request": [
                "method": "POST", "url": ["raw": .string(url)], "body": ["mode": "raw", "raw": .string(body)],
                "header": [["key": "developer_key", "value": "hunter22"]],
            ],
            "event": [["listen": "test", "script": ["exec": .array(tests.map { .string($0) })]]],
        ]
    }

    @Test("folders within folders have a title of limited length")
    func longTitle() throws {
        var item = Self.request("r")
        for _ in 0..<20 { item = ["name": .string(String(repeating: "f", count: 1_000)), "item": [item]] }
        let workflow = try #require(try imported(["info": ["name": "c"], "item": [item]]).workflows.first)
        #expect(workflow.text.contains("name: fff"))
        #expect(workflow.text.split(separator: "\n").allSatisfy { $0.count < 400 })
    }

    private static let variables: JSONValue = [
        ["key": "base", "value": "{{host}}/ekoapi/v3"], ["key": "host", "value": "https://staging.eko.in"],
        ["key": "mobile", "value": "9002336768"], ["key": "csp", "value": "1"], ["key": "me", "value": "9962981729"],
        ["key": "api_key", "value": "hunter22"],
    ]

    private static func collection(_ items: JSONValue...) -> JSONValue {
        ["info": ["name": "OTP"], "variable": variables, "item": .array(items)]
    }

    @Test("placeholders become variables, hosts become environments, and values that scripts set become captures")
    func flow() throws {
        let result = try imported(
            Self.collection(
                Self.request("send", tests: ["pm.environment.set('tid', pm.response.json().data.tid);"]),
                Self.request(
                    "again", tests: ["pm.expect(pm.response.json().data.tid).to.eql(pm.environment.get('tid'))"])))
        let workflow = try #require(result.workflows.first)
        #expect(
            workflow.text.hasSuffix(
                """
                name: OTP
                environment: staging
                vars:
                  mobile: "9002336768"
                  csp: "1"

                steps:
                  - id: send_otp_1
                    name: send
                    send_otp:
                      mobile: ${{ vars.mobile }}
                      csp_id: ${{ vars.csp }}
                    capture:
                      tid: data.tid

                  - name: again
                    send_otp:
                      mobile: ${{ vars.mobile }}
                      csp_id: ${{ vars.csp }}
                    expect:
                      body:
                        data.tid: "${{ steps.send_otp_1.tid }}"

                """), "\(workflow.text)")
        #expect(workflow.remarks.isEmpty, "\(workflow.remarks)")
        #expect(problems(of: workflow).isEmpty)
        let environment = try #require(result.environments.first)
        #expect(
            environment.text.contains("base_url: \"https://staging.eko.in/ekoapi/v3\"\ninitiator_id: \"9962981729\""))
        #expect(!environment.text.contains("hunter22") && !workflow.text.contains("hunter22"))
    }

    @Test("each folder becomes a workflow, and folders with the same name get different files")
    func folders() throws {
        let folder: JSONValue = ["name": "Round trip", "item": [Self.request("a")]]
        let names = try imported(Self.collection(Self.request("x"), folder, folder)).workflows.map(\.fileName)
        #expect(names == ["otp", "round-trip", "round-trip-2"])
    }

    @Test("values of an exported environment override the collection's; its secrets are left out")
    func environment() throws {
        let values: JSONValue = [
            "values": [
                ["key": "mobile", "value": "9999999999"], ["key": "csp", "value": "hunter22", "type": "secret"],
                ["key": "me", "value": "1", "enabled": false],
            ]
        ]
        let text = try #require(imported(Self.collection(Self.request("a")), environment: values).workflows.first?.text)
        #expect(text.contains("mobile: \"9999999999\""))
        #expect(!text.contains("hunter22"))
    }

    @Test(
        "expectations of a script",
        arguments: [
            ("pm.response.to.have.status(200);", "200"), ("pm.expect(pm.response.code).to.equal(403);", "403"),
            ("pm.expect(pm.response.code).to.be.oneOf([200, 201]);", "{ one_of: [200, 201] }"),
            ("pm.response.to.be.ok;", "{ between: [200, 299] }"), ("pm.expect(json.a).to.eql(0);", "0"),
            ("pm.expect(json.a).to.not.eql('0');", "{ not_equals: \"0\" }"), ("pm.expect(json.a).to.be.true;", "true"),
            ("pm.expect(json.a).to.match(/^\\d+$/);", "{ matches: '^\\d+$' }"),
            ("pm.expect(json.a).to.match(/it's (a|b)\\/c/i);", "{ matches: '(?i)it''s (a|b)/c' }"),
            ("pm.expect(json.a).to.exist;", "{ exists: true, is_null: false }"),
            ("pm.expect(json.a).to.be.a('string');", "{ type: string }"),
            ("pm.expect(json.a).to.include(\"x, y)\");", "{ contains: \"x, y)\" }"),
            ("pm.expect(json.a).to.be.at.least(2)", "{ gte: 2 }"),
            ("pm.expect(json.a).to.have.lengthOf(3);", "{ length: 3 }"),
            ("pm.expect(json.a).to.be.null;", "{ is_null: true }"),
            ("pm.expect(pm.response.responseTime).to.be.below(3000);", "3000ms"),
            ("pm.expect(pm.response.headers.get('X-A')).to.include('j');", "{ contains: j }"),
            ("pm.response.to.have.header('X-A');", "{ exists: true }"),
            ("pm.expect(json.a).to.eql(\"it's\")", "\"it's\""),
            ("pm.test(\"t\", function () { pm.expect(json.a).to.eql(null); });", "null"),
            ("pm.test('t', () => pm.expect(json['a']).to.eql(1));", "1"),
        ])
    func expectation(_ line: String, _ yaml: String) {
        let found = script(line)
        #expect(found.unreadLines.isEmpty)
        #expect(found.expectations.map(\.yaml) == [yaml])
    }

    @Test(
        "JavaScript literals keep their value",
        arguments: [
            (#"pm.expect(json.a).to.eql('it\'s');"#, "\"it's\""),
            (#"pm.expect(json.a).to.eql('say "x"');"#, #""say \"x\"""#),
            ("pm.expect(json.a).to.be.oneOf([\"a','b\", 'c']);", "{ one_of: [\"a','b\", c] }"),
            ("pm.expect(json.a).to.eql({\"x\": [1]});", "{ equals: { x: [1] } }"),
            ("pm.expect(json.a).to.not.eql({\"x\": 1});", "{ not_equals: { x: 1 } }"),
            ("pm.expect(json.a).to.eql([{\"x\": 1}]);", "[{ x: 1 }]"),
            ("pm.expect(json.a.length).to.be.above(0);", "{ length: { gt: 0 } }"),
            ("pm.expect(json).to.have.property('a', 1);", "1"),
        ])
    func literals(_ line: String, _ yaml: String) {
        #expect(script(line).expectations.map(\.yaml) == [yaml])
    }

    @Test("variables that hold a part of the body become paths")
    func paths() {
        let found = script(
            "let data = json.data;", "pm.expect(data.items[0].id).to.eql(1);",
            "pm.expect(data).to.have.property('tid');")
        #expect(found.expectations.map(\.subject) == [.body(path: "data.items[0].id"), .body(path: "data.tid")])
    }

    @Test(
        "any other line is reported by its number and never becomes a different expectation",
        arguments: [
            "if (json.a) { fail(); }", "pm.expect(json.a + 1).to.eql(2);", "pm.expect(other.a).to.eql(2);",
            "pm.expect(json.a).to.be.closeTo(1, 2);", "pm.expect(json.a).to.not.be.above(1);",
            "console.log('hunter22');",
            "pm.expect(json.a).to.eql('a' + 'b');", "pm.expect(json.a).to.eql('x' || 'y');",
            "pm.expect(json.a).to.not.exist;",
            "pm.expect(json).to.have.property('a.b');", "pm.expect(json.a).to.be.above('x');",
            "pm.expect(json.a).to.have.lengthOf(-1);",
            "pm.response.to.have.status(0200);", "pm.expect(pm.response.responseTime).to.be.below(0);",
            "pm.expect(json.a).to.be.oneOf('abc');",
            "pm.expect(json.a).to.eql(", "pm.expect(json.map(x => x.a)).to.eql([1]);",
            "pm.sendRequest('http://localhost');",
        ])
    func unread(_ line: String) {
        let found = script(line)
        #expect(found.unreadLines == [2])
        #expect(found.expectations.isEmpty)
    }

    @Test("code in a comment, a condition or a skipped test does not become an expectation")
    func conditional() {
        let found = PostmanScript([
            "/* pm.response.to.have.status(201);", "pm.response.to.have.status(202); */", "if (x) {",
            "  pm.response.to.have.status(203);", "}", "pm.test.skip('a', () => {", "pm.response.to.have.status(204);",
            "});",
            "pm.response.to.have.status(200);",
        ])
        #expect(found.expectations.map(\.yaml) == ["200"])
        #expect(found.unreadLines == [3, 4, 5, 6, 7, 8])
    }

    @Test(
        "code in another block, after a return or in a template literal does not become an expectation",
        arguments: [
            ["try {", "pm.expect(json.a).to.eql(1);", "} catch (e) {", "pm.expect(json.a).to.eql(2);", "}"],
            ["json.items.forEach(json => {", "pm.expect(json.a).to.eql(1);", "});"],
            ["return;", "pm.expect(json.a).to.eql(1);"],
            ["console.log(`", "pm.expect(json.a).to.eql(1);", "`)"],
            ["if (x) {", "pm.environment.set('t', json.a);", "}"],
            ["json = other;", "pm.expect(json.a).to.eql(1);"],
        ])
    func inactive(_ lines: [String]) {
        let found = PostmanScript(["const json = pm.response.json();"] + lines)
        #expect(found.expectations.isEmpty && found.captures.isEmpty)
        #expect(found.unreadLines.count == lines.count)
    }

    @Test(
        "lines after a line that only reads the body are imported",
        arguments: [
            "if (json.status !== 0) { console.log('no'); }", "console.log(json);",
            "if (json.a >= 1 && json.b == 2) { f(); }",
            "json.items.forEach(item => { check(item.id); });", "const time = Date.now();", "while (json.a) { f(); }",
            "console.log('json = ' + JSON.stringify(json));", "if (json.ok) { f(); }",
        ])
    func readingLine(_ line: String) {
        let found = script(line, "pm.expect(json.status).to.eql(0);")
        #expect(found.expectations.map(\.yaml) == ["0"])
        #expect(found.unreadLines == [2])
    }

    @Test(
        "lines after a line that may change the body are not imported",
        arguments: [
            "if (x) { json = {}; }", "json.status = 0;", "fix(json);", "json.items.push(1);", "json.n++;",
            "delete json.status;", "const part = f(json, 1);", "fix(json.data);", "fix({ json });", "fix([json]);",
            "const { d } = json;", "for (const i of json.items) { i.n = 0; }", "console.log(fix(json));",
            "json.n += 1;",
        ])
    func changingLine(_ line: String) {
        let found = script(line, "pm.expect(json.status).to.eql(0);")
        #expect(found.expectations.isEmpty)
        #expect(found.unreadLines == [2, 3])
    }

    @Test(
        "the body of an 'if' without braces does not become an expectation",
        arguments: [
            ["if (x)", "pm.expect(json.a).to.eql(1);"], ["if (x)", "", "// why", "pm.expect(json.a).to.eql(1);"],
            ["if (x) f();", "else", "pm.expect(json.a).to.eql(1);"], ["x &&", "pm.expect(json.a).to.eql(1);"],
        ])
    func withoutBraces(_ lines: [String]) {
        let found = PostmanScript(["const json = pm.response.json();"] + lines + ["pm.expect(json.b).to.eql(2);"])
        #expect(found.expectations.map(\.yaml) == ["2"])
    }

    @Test("comment signs inside strings are ignored, and a comment that never ends is reported")
    func remarkSigns() {
        let found = script(
            "// the path is /v3/*", "pm.expect(json.a).to.eql('*/*'); // not /*",
            "pm.expect(json.b).to.eql('http://x');",
            "/* pm.expect(json.c).to.eql(1);", "pm.expect(json.d).to.eql(1);")
        #expect(found.expectations.map(\.yaml) == ["\"*/*\"", "\"http://x\""])
        #expect(found.unreadLines == [5, 6])
    }

    @Test("changes of the body in a block, or through another variable, are noticed")
    func changingBlock() {
        let block = script("if (x) {", "json = {};", "}", "pm.expect(json.status).to.eql(0);")
        let part = script("const data = json.data;", "data.tid = 1;", "pm.expect(json.data.tid).to.eql(1);")
        #expect(block.expectations.isEmpty && part.expectations.isEmpty)
    }

    @Test("a secret is never copied: from the URL, the body, a header, a script or a name")
    func secrets() throws {
        let collection: JSONValue = [
            "info": ["name": "x?token=hunter22"],
            "variable": [
                ["key": "token", "value": "hunter22"], ["key": "pwd", "value": "hunter22"],
                ["key": "cfg", "value": "Bearer hunter22"],
                ["key": "host", "value": "http://localhost"],
            ],
            "item": [
                [
                    "name": "login password=hunter22",
                    "request": [
                        "method": "POST",
                        "url":
                            "{{host}}/v1/{{token}}/x?k={{token}}&p={{pwd}}&pwd=hunter22&b={{cfg}}&url=http://x/?token=hunter22",
                        "header": [
                            ["key": "X-Signature", "value": "hunter22"],
                            ["key": "X-Api-Key", "value": "hunter22{{cfg}}"],
                        ],
                        "body": [
                            "mode": "raw",
                            "raw":
                                "{\"otp\": 471100, \"tokens\": [\"hunter22\"], \"credentials\": {\"v\": \"hunter22\"}, \"a\": \"Bearer hunter22\"}",
                        ],
                    ],
                    "event": [
                        [
                            "listen": "test",
                            "script": [
                                "exec": [
                                    "pm.expect(pm.response.json().token).to.eql('hunter22');",
                                    "pm.response.to.have.header('Set-Cookie', 'hunter22');",
                                    "pm.expect(pm.response.json().a).to.eql('Bearer hunter22');",
                                    "pm.expect(pm.response.json().b).to.eql('https://x/?token=hunter22');",
                                    "pm.expect(pm.response.json().c).to.eql('eyJhbGciOi.hunter22.x');",
                                ]
                            ],
                        ]
                    ],
                ],
                [
                    "name": "y",
                    "request": [
                        "method": "POST", "url": "{{host}}/v1/a",
                        "body": ["mode": "raw", "raw": "{\"password\":\"hunter22\",}"],
                    ],
                ],
                ["name": "z", "request": "user:hunter22@localhost/v1"],
            ],
        ]
        let result = try imported(collection)
        for workflow in result.workflows {
            #expect(!"\(workflow.text) \(workflow.remarks)".contains("hunter22"), "\(workflow)")
            #expect(!workflow.text.contains("471100"))
            #expect(problems(of: workflow).isEmpty, "\(workflow.text)")
        }
        #expect(!"\(result.environments)".contains("hunter22"))
    }

    @Test("a captured value overrides a value of the same name in the environment")
    func capturedFirst() throws {
        let result = try imported(
            Self.collection(
                Self.request("send", tests: ["pm.environment.set('mobile', pm.response.json().data.mobile);"]),
                ["name": "b", "request": "{{base}}/b?m={{mobile}}"]))
        #expect(result.workflows[0].text.contains("m: ${{ steps.send_otp_1.mobile }}"))
    }

    @Test("a call that expects nothing of the body is listed; a documented request expects its status by itself")
    func nothingOfBody() throws {
        let test = "pm.response.to.have.status(200);"
        let documented = try imported(Self.collection(Self.request("a", tests: [test]))).workflows[0]
        #expect(documented.remarks.isEmpty)
        let call = try imported(Self.collection(Self.request("a", tests: [test], url: "{{base}}/other"))).workflows[0]
        #expect(call.remarks.contains { $0.contains("nothing of the body is expected") })
    }

    @Test("two hosts that start with the same word become two environments")
    func hosts() throws {
        let folders: [JSONValue] = ["https://staging.eko.in/v1/a", "https://staging.other.example/v1/b"].map {
            ["name": "f", "item": [["name": "r", "request": .string($0)]]]
        }
        let result = try imported(["info": ["name": "x"], "item": .array(folders)])
        #expect(result.environments.map(\.name) == ["staging", "staging-2"])
        #expect(result.workflows[1].text.contains("environment: staging-2"))
    }

    @Test("a URL in parts, with path variables")
    func parts() throws {
        let url: JSONValue = [
            "protocol": "http", "host": ["localhost"], "path": ["v1", "u", ":id"], "query": [["key": "n", "value": 5]],
        ]
        let text = try imported(Self.collection(["name": "r", "request": ["url": url]])).workflows[0].text
        #expect(text.contains("path: \"/u/${{ vars.id }}\"\n      query:\n        \"n\": \"5\"\n"), "\(text)")
    }

    @Test("hostile inputs are imported quickly", .timeLimit(.minutes(5)))
    func hostile() throws {
        let open = String(repeating: "{", count: 100_000)
        _ = try imported(
            Self.collection([
                "name": "r", "request": ["url": "{{base}}/a", "body": ["mode": "raw", "raw": .string(open)]],
            ]))
        _ = try importCurl("curl http://localhost/v1/a -d '\(open)'", title: "x")
    }

    @Test("values that refer to each other in a cycle do not hang the import")
    func circle() throws {
        let many = String(repeating: "{{a}}{{b}}", count: 1_000)
        let collection: JSONValue = [
            "info": ["name": "x"], "item": [["name": "", "request": "{{a}}/x"]],
            "variable": [["key": "a", "value": .string(many)], ["key": "b", "value": .string(many)]],
        ]
        let workflow = try #require(imported(collection).workflows.first)
        #expect(workflow.text.contains("name: request 1"))
    }

    @Test("lines without code are not reported", arguments: ["", "// remark", "pm.test('t', function () {", "});"])
    func empty(_ line: String) {
        #expect(script(line).unreadLines.isEmpty)
    }

    @Test(
        "a line that is left is quoted without its strings and long numbers",
        arguments: [
            ("foo('hunter22', \"hunter22\", 1)", "foo('…', \"…\", 1)"), ("foo(json.otp, 482913)", "foo(json.otp, …)"),
            ("if (json.status !== 0) {", "if (json.status !== 0) {"),
            // The quote of a regular expression makes the string look like code.
            ("foo(/'/, 'Zq7KpW3mXv9TbR2nLs5Hd8Fj')", nil), ("foo(`hunter22", nil),
        ] as [(String, String?)])
    func quoted(_ line: String, _ quoted: String?) {
        #expect(script(line).unread.first?.quoted == quoted)
    }

    @Test("lines that are left are comments below their step")
    func todos() throws {
        let lines = (1...25).map { "foo(\($0))" }
        let text = try #require(imported(Self.collection(Self.request("a", tests: lines))).workflows.first).text
        #expect(text.contains("\n    # TODO: line 20 of the test script: foo(20)\n"))
        #expect(text.contains("\n    # TODO: 5 more lines of the test script\n"))
    }

    @Test("scripts and credentials are reported once, without their content")
    func remarks() throws {
        guard case .object(var object) = Self.collection(Self.request("a", tests: ["foo('hunter22')"])) else { return }
        object.append("auth", ["type": "bearer"])
        object.append("event", [["listen": "prerequest", "script": ["exec": "CryptoJS.HmacSHA256('hunter22')"]]])
        let remarks = try imported(.object(object)).workflows.flatMap(\.remarks)
        #expect(
            remarks == [
                "the script of the collection is left out: ekoflow signs each request itself",
                "the authorization 'bearer' of the collection is left out",
                "'a': of its test script, line 1 could not be carried over, and is a TODO comment below the step: foo('…')",
            ])
    }

    @Test(
        "anything else than a collection is an error",
        arguments: [
            JSONValue.object(JSONObject()), ["values": []], ["info": ["name": "x"], "item": []], .array([]), .null,
        ])
    func nothing(_ value: JSONValue) {
        #expect(throws: ImportError.self) { try importPostman(value, environment: nil) }
    }

    @Test(
        "an OTP that is wrong on purpose is kept, and any other is left out",
        arguments: [
            ("000", "", "otp: \"000\""), ("123456789", "", "otp: \"123456789\""), ("482913", "", nil),
            ("4711", "", nil),
            ("{{otp}}", "", nil), ("<otp>", "", nil), ("", "", nil),
            ("482913", "pm.expect(pm.response.json().status).to.eql(1);", "otp: \"482913\""),
            ("482913", "pm.expect(pm.response.json().status).to.not.eql(0);", "otp: \"482913\""),
            ("482913", "pm.expect(pm.response.json().status).to.be.above(0);", "otp: \"482913\""),
            ("482913", "pm.expect(pm.response.json().response_status_id).to.be.oneOf([1, 302]);", "otp: \"482913\""),
            ("482913", "pm.response.to.have.status(403);", "otp: \"482913\""),
            ("{{wrong_otp}}", "pm.response.to.have.status(403);", "otp: ${{ vars.wrong_otp }}"),
            ("482913", "pm.expect(pm.response.json().status).to.eql(0);", nil),
            ("482913", "pm.expect(pm.response.json().status).to.be.oneOf([0, 1]);", nil),
            ("482913", "pm.expect(pm.response.json().status).to.be.at.least(0);", nil),
            ("482913", "pm.response.to.have.status(200);", nil),
            ("482913", "pm.expect(pm.response.code).to.not.equal(204);", nil),
            ("482913", "pm.expect(pm.response.code).to.not.equal(200);", "otp: \"482913\""),
            ("482913", "pm.expect(pm.response.json().status).to.be.at.least(-1);", nil),
            ("482913", "pm.expect(pm.response.json().status).to.eql(pm.environment.get('status1'));", nil),
            ("AKIAIOSFODNN7EXAMPLE", "pm.response.to.have.status(403);", nil),
        ] as [(String, String, String?)])
    func wrongOTP(_ otp: String, _ test: String, _ line: String?) throws {
        let body = JSONValue.object(JSONObject([("mobile", "9002336768"), ("otp", .string(otp))])).serialized
        let item: JSONValue = [
            "name": "verify",
            "request": [
                "method": "PUT", "url": "https://staging.eko.in/ekoapi/v3/tools/kyc/mobile/otp/verify",
                "body": ["mode": "raw", "raw": .string(body)],
            ],
            "event": [["listen": "test", "script": ["exec": [.string(test)]]]],
        ]
        let workflow = try #require(try imported(["info": ["name": "c"], "item": [item]]).workflows.first)
        let isKept = workflow.text.contains("\n      otp:") || workflow.text.contains("  otp: ")
        #expect(isKept == (line != nil), "\(workflow.text)")
        if let line { #expect(workflow.text.contains(line), "\(workflow.text)") }
        #expect(workflow.remarks.contains { $0.contains("the OTP is kept") } == (line != nil), "\(workflow.remarks)")
    }
}
