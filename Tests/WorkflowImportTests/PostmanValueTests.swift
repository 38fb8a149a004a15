import JSON
import Testing

@testable import WorkflowImport

@Suite("Values of a Postman collection keep their meaning")
struct PostmanValueTests {
    private func text(_ request: JSONValue, _ variables: [(String, JSONValue)] = []) throws -> String {
        let workflow = try importPostman(collection([request], variables: variables), environment: nil).workflows[0]
        #expect(problems(of: workflow).isEmpty, "\(workflow.text)")
        return workflow.text
    }

    private static let address = "https://staging.eko.in/ekoapi/v3"

    @Test("names that differ only in case or signs have different environment variables, and each is listed")
    func distinctNames() throws {
        let query = ["apiKey", "apikey", "api_key", "API-KEY"].map { "\($0)={{\($0)}}" }.joined(separator: "&")
        let imported = try importPostman(
            collection([["url": .string("\(Self.address)/x?\(query)")]]), environment: nil)
        for name in ["APIKEY", "APIKEY_2", "API_KEY", "API_KEY_2"] {
            #expect(imported.workflows[0].text.contains("{ env: \(name) }"))
            #expect(imported.list.contains { $0.hasSuffix("set the variable \(name) of the process") })
        }
    }

    @Test(
        "a path variable keeps its value, in both formats",
        arguments: [
            (["key": "id", "value": "42"], "path: /u/42/x"), (["id": "id", "value": 42], "path: /u/42/x"),
            (["key": "id", "value": "a b"], "path: \"/u/a%20b/x\""),
            (["key": "id", "value": "{{user}}"], "path: \"/u/${{ vars.user }}/x\""),
            (["key": "id", "value": ""], "path: \"/u/${{ vars.id }}/x\""),
            (["key": "other", "value": "42"], "path: \"/u/${{ vars.id }}/x\""),
        ] as [(JSONValue, String)])
    func pathVariable(_ variable: JSONValue, _ path: String) throws {
        let url: JSONValue = ["raw": .string("\(Self.address)/u/:id/x"), "variable": [variable]]
        #expect(try text(["url": url]).contains(path + "\n"))
    }

    @Test("a value that names another refers to its variable")
    func nested() throws {
        let text = try text(["url": .string("\(Self.address)/{{nest}}")], [("nest", "x-{{id}}"), ("id", "7")])
        #expect(text.contains("vars:\n  id: \"7\"\n  nest: \"x-${{ vars.id }}\"\n"))
    }

    @Test("an empty value has to be given, and is not sent as empty")
    func empty() throws {
        let imported = try importPostman(
            collection([["url": .string("\(Self.address)/x?n={{firstName}}")]], variables: [("firstName", "")]),
            environment: nil)
        #expect(imported.workflows[0].text.contains("firstName: { required: true }"))
        #expect(imported.list.contains { $0.hasPrefix("'firstName' is empty here") })
    }

    @Test(
        "a placeholder without quotes keeps its type",
        arguments: [
            ("{\"n\": {{a}}}", "5", "\"n\": \"${{ number(vars.a) }}\""),
            ("{\"n\": {{a}}}", 5, "\"n\": \"${{ number(vars.a) }}\""),
            ("{\"n\": {{a}}}", "true", "\"n\": \"${{ boolean(vars.a) }}\""), ("{\"n\": {{a}}}", "null", "\"n\": null"),
            ("{\"n\": {{a}}}", "{\"b\": [1]}", "\"n\": { b: [1] }"),
            // With quotes it is a string.
            ("{\"n\": \"{{a}}\"}", "5", "\"n\": \"${{ vars.a }}\""),
        ] as [(String, JSONValue, String)])
    func unquoted(_ body: String, _ value: JSONValue, _ line: String) throws {
        #expect(try text(post(body), [("a", value)]).contains("body: { \(line) }"))
    }

    @Test(
        "a body with comments or needless commas is read, and listed",
        arguments: [
            "{ // one\n \"a\": 1 }", "{ /* one */ \"a\": 1 }", "{ \"a\": 1, }", "{ \"a\": 1, /* , */ // x\n }",
            "{\\\"a\\\": 1}",
        ])
    func lenient(_ body: String) throws {
        let workflow = try importPostman(collection([post(body)]), environment: nil).workflows[0]
        #expect(workflow.text.contains("body: { a: 1 }"))
        #expect(workflow.remarks.contains { $0.contains("not quite JSON") })
    }

    @Test("what looks like a comment in a string is none")
    func comments() throws {
        let workflow = try importPostman(collection([post(#"{"a":"http://x/*,}"}"#)]), environment: nil).workflows[0]
        #expect(workflow.text.contains("body: { a: \"http://x/*,}\" }"))
        #expect(workflow.remarks.allSatisfy { !$0.contains("not quite JSON") })
    }

    @Test(
        "a body that a call cannot send is a comment beside its step, and listed with the comment's line",
        arguments: [
            ["mode": "file", "file": ["src": "a.png"]], ["mode": "nope"],
            ["mode": "formdata", "formdata": [["key": "a", "type": "file", "src": .null]]],
        ] as [JSONValue])
    func otherBodies(_ body: JSONValue) throws {
        let request: JSONValue = ["method": "POST", "url": .string("\(Self.address)/x"), "body": body]
        let workflow = try importPostman(collection([request]), environment: nil).workflows[0]
        let lines = workflow.text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains("# TODO: ") }) + 1
        #expect(workflow.remarks.contains { $0.hasSuffix(": see line \(line)") })
        #expect(!workflow.text.contains("body:") && !workflow.text.contains("form:"))
    }

    @Test("a body that is a variable with JSON is sent")
    func wholeBody() throws {
        #expect(try text(post("{{all}}"), [("all", "{\"a\": 1}")]).contains("body: { a: 1 }"))
    }

    @Test(
        "an empty body of a GET is left out; a body with something in it is listed too",
        arguments: [
            (["mode": "formdata", "formdata": []], false),
            (["mode": "urlencoded", "urlencoded": []], false),
            (["mode": "raw", "raw": ""], false), (["mode": "raw", "raw": "{}"], false),
            (["mode": "raw", "raw": "{\"a\":1}"], true),
        ] as [(JSONValue, Bool)])
    func bodyOfGet(_ body: JSONValue, _ isListed: Bool) throws {
        let workflow = try importPostman(
            collection([["method": "GET", "url": .string("\(Self.address)/x"), "body": body]]), environment: nil
        ).workflows[0]
        #expect(problems(of: workflow).isEmpty && !workflow.text.contains(" body:"))
        #expect(workflow.remarks.contains { $0.contains("a GET has none") } == isListed)
    }

    @Test("two expectations of one path are joined")
    func joined() throws {
        let item: JSONValue = [
            "name": "r", "request": .string("\(Self.address)/x"),
            "event": [
                [
                    "listen": "test",
                    "script": [
                        "exec": [
                            "const j = pm.response.json();", "pm.expect(j.a).to.exist;", "pm.expect(j.a).to.eql(1);",
                            "pm.expect(j.a).to.eql(1);", "pm.expect(pm.response.responseTime).to.be.below(900);",
                            "pm.expect(pm.response.responseTime).to.be.below(800);",
                        ]
                    ],
                ]
            ],
        ]
        let workflow = try importPostman(["info": ["name": "c"], "item": [item]], environment: nil).workflows[0]
        #expect(workflow.text.contains("a: { all_of: [{ exists: true, is_null: false }, 1] }\n"))
        #expect(workflow.text.contains("within: 800ms\n"))
        #expect(problems(of: workflow).isEmpty, "\(workflow.text)")
    }

    @Test(
        "old tests become expectations, if they compare with ===",
        arguments: [
            ("tests['x'] = responseCode.code === 200;", "200"),
            ("tests[\"x\"] = (responseCode.code === 201);", "201"),
            ("tests['x'] = json.a === 'b';", "b"), ("tests['x'] = json.a == 1;", nil),
            ("tests['x'] = json.a !== 1;", nil),
            ("tests['x'] = responseBody.has('y');", nil), ("tests['x'] = json.a === [];", nil),
        ] as [(String, String?)])
    func oldTests(_ line: String, _ yaml: String?) {
        let script = PostmanScript(["const json = pm.response.json();", line])
        #expect(script.expectations.map(\.yaml) == [yaml].compactMap(\.self))
        #expect(script.unreadLines == (yaml == nil ? [2] : []))
    }

    @Test("a collection in the wrapper of Postman's API, or without a name, is imported")
    func wrapped() throws {
        let plain: JSONValue = ["item": [["name": "r", "request": .string("\(Self.address)/x")]]]
        #expect(
            try importPostman(["collection": plain], environment: nil, title: "file").workflows[0].fileName == "file")
    }

    @Test("a secret of Postman hides a value of the collection with its name")
    func secretVariable() throws {
        let imported = try importPostman(
            collection([["url": .string("\(Self.address)/x?a={{a}}")]], variables: [("a", "hunter22")]),
            environment: ["values": [["key": "a", "value": "hunter23", "type": "secret"]]])
        #expect(imported.workflows[0].text.contains("a: { env: A }"))
        #expect(!imported.everything.contains("hunter"))
    }
}
