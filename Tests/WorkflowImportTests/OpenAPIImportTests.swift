import JSON
import Source
import Testing
import WorkflowModel
import YAML

@testable import WorkflowImport

@Suite("An OpenAPI document becomes workflows")
struct OpenAPIImportTests {
    private func imported(_ yaml: String) throws -> Imported {
        let (root, diagnostics) = parseYAML(SourceFile(path: "openapi.yaml", text: yaml))
        #expect(diagnostics.isEmpty)
        return try importOpenAPI(JSONValue(plain: try #require(root)))
    }

    private func document(
        _ paths: String, components: String = "{}", servers: String = "[{ url: https://a.example/api/v2 }]"
    ) -> String {
        "openapi: 3.1.0\ninfo: { title: Wallet }\nservers: \(servers)\npaths:\n\(paths)\ncomponents: \(components)\n"
    }

    /// The body of a POST whose schema is this.
    private func body(_ schema: String, components: String = "{}") throws -> String {
        let workflow = try imported(
            document(
                "  /x: { post: { requestBody: { content: { application/json: { schema: \(schema) } } } } }",
                components: components)
        ).workflows[0]
        #expect(problems(of: workflow).isEmpty, "\(workflow.text)")
        let line = workflow.text.split(separator: "\n").first { $0.contains(" body: ") }
        return line.map { String($0.trimmed.dropFirst("body: ".count)) } ?? "none"
    }

    @Test("operations become calls, with examples, in a workflow for each tag")
    func operations() throws {
        let imported = try imported(
            document(
                """
                  /users/{id}:
                    parameters: [{ name: id, in: path, required: true, example: 42, schema: { type: integer } }]
                    get:
                      tags: [users, other]
                      summary: Get a user
                      parameters:
                        - { name: verbose, in: query, schema: { type: boolean, default: false } }
                        - { name: q, in: query, schema: { type: string } }
                        - { name: X-Trace, in: header, example: abc }
                      responses: { "200": {}, "404": {} }
                  /users:
                    post: { responses: { "201": {}, "202": {} } }
                    trace: { responses: { "200": {} } }
                """))
        #expect(imported.workflows.map(\.fileName) == ["users", "wallet"])
        #expect(imported.workflows[0].text.contains("vars:\n  id: \"42\"\n"))
        #expect(
            steps(imported.workflows[0]) == """
                  - name: Get a user
                    call:
                      method: GET
                      path: "/users/${{ vars.id }}"
                      query:
                        verbose: "false"
                      headers:
                        X-Trace: abc
                    expect:
                      http: 200

                """)
        #expect(imported.workflows[1].text.contains("name: POST /users\n"))
        #expect(imported.workflows[1].text.contains("http: { one_of: [201, 202] }"))
        #expect(imported.environments.map(\.baseURL) == ["https://a.example/api/v2"])
        #expect(imported.list.contains { $0.contains("optional parameters without an example") })
        #expect(imported.list.contains { $0.contains("and not TRACE") })
        #expect(imported.workflows.allSatisfy { problems(of: $0).isEmpty })
    }

    @Test("a list in the query is written with commas, and listed")
    func lists() throws {
        let parameter = "{ name: ids, in: query, example: [1, 2] }"
        let imported = try imported(document("  /x: { get: { parameters: [\(parameter)] } }"))
        #expect(imported.workflows[0].text.contains("ids: \"1,2\"\n"))
        #expect(imported.list.contains { $0.contains("the list of 'ids' is written with commas") })
    }

    @Test(
        "the base URL is the first server, with the defaults of its variables",
        arguments: [
            ("[{ url: https://a.example/v1/ }, { url: https://b.example }]", "https://a.example/v1"),
            (
                "[{ url: 'https://{r}.example/{v}', variables: { r: { default: eu }, v: { default: x } } }]",
                "https://eu.example/x"
            ),
            ("[{ url: /v1 }]", nil), ("[]", nil), ("[{ url: 'https://{unknown}.example' }]", nil),
        ] as [(String, String?)])
    func servers(_ servers: String, _ baseURL: String?) throws {
        let imported = try imported(document("  /x: { get: {} }", servers: servers))
        #expect(imported.environments.map(\.baseURL) == [baseURL].compactMap(\.self))
        #expect(imported.workflows[0].text.contains("path: /x\n"))
        #expect(imported.list.contains { $0.contains("the host of these requests is not known") } == (baseURL == nil))
    }

    @Test(
        "bodies from examples, defaults and types",
        arguments: [
            ("{ type: object, properties: { a: { type: string, example: x }, b: { default: 2 } } }", "{ a: x, b: 2 }"),
            ("{ properties: { a: { type: integer, minimum: 18 }, b: { type: boolean } } }", "{ a: 18, b: true }"),
            ("{ required: [a], properties: { a: { enum: [p, q] }, b: { type: string } } }", "{ a: p }"),
            (
                "{ properties: { id: { type: integer, readOnly: true }, a: { type: [\"null\", string], format: email } } }",
                "{ a: \"somebody@example.com\" }"
            ),
            ("{ properties: { a: { type: array, items: { const: 1 } } } }", "{ a: [1] }"),
            ("{ properties: { a: { oneOf: [{ type: \"null\" }, { type: number }] } } }", "{ a: 1 }"),
            ("{ allOf: [{ properties: { a: { const: 1 } } }, { properties: { b: { const: 2 } } }] }", "{ a: 1, b: 2 }"),
            ("{ example: { a: 1 }, properties: { b: {} } }", "{ a: 1 }"),
            ("{ properties: { password: { example: hunter22 } } }", "{ password: \"${{ vars.password }}\" }"),
            ("{ type: array, items: { const: a } }", "[a]"),
        ])
    func bodies(_ schema: String, _ expected: String) throws {
        #expect(try body(schema) == expected)
    }

    @Test("references are followed, and schemas within themselves end")
    func references() throws {
        let components =
            "{ schemas: { N: { properties: { v: { const: 1 }, next: { $ref: '#/components/schemas/N' }, \"a/b\": { $ref: '#/components/schemas/a~1b' } } }, a/b: { const: 2 } } }"
        #expect(try body("{ $ref: '#/components/schemas/N' }", components: components) == "{ v: 1 }")
        #expect(try body("{ $ref: '#/components/schemas/a~1b' }", components: components) == "\"2\"")
    }

    @Test("a reference to another document is listed, and not read")
    func remote() throws {
        let imported = try imported(
            document(
                "  /x: { post: { requestBody: { content: { application/json: { schema: { $ref: 'https://o.example/a.json#/A' } } } } } }"
            ))
        #expect(imported.list.contains { $0.hasPrefix("references that are to other documents") })
        #expect(imported.workflows[0].text.contains("# TODO: its body has no example"))
        #expect(!imported.everything.contains("o.example"))
    }

    @Test(
        "anything else than OpenAPI 3 is an error",
        arguments: [
            "swagger: \"2.0\"\npaths: {}", "openapi: 2.0.0\npaths: {}", "openapi: 3.0.0", "openapi: 3.0.0\npaths: {}",
            "[]",
        ])
    func nothing(_ yaml: String) throws {
        let (root, _) = parseYAML(SourceFile(path: "x", text: yaml))
        let value = JSONValue(plain: try #require(root))
        #expect(throws: ImportError.self) { try importOpenAPI(value) }
    }

    @Test("a large document of schemas that refer to each other is read in linear time", .timeLimit(.minutes(10)))
    func large() throws {
        let count = 500
        let schemas = (0..<count).map { index -> (String, JSONValue) in
            let properties = (0..<8).map { part -> JSONObject.Member in
                ("p\(part)", ["$ref": .string("#/components/schemas/S\((index * 7 + part) % count)")])
            }
            return ("S\(index)", ["properties": .object(JSONObject(properties))])
        }
        let paths = (0..<count).map { index -> JSONObject.Member in
            let schema: JSONValue = ["$ref": .string("#/components/schemas/S\(index)")]
            return ("/x\(index)/{id}", ["post": ["requestBody": ["content": ["application/json": ["schema": schema]]]]])
        }
        let imported = try importOpenAPI([
            "openapi": "3.0.3", "servers": [["url": "https://a.example"]], "paths": .object(JSONObject(paths)),
            "components": ["schemas": .object(JSONObject(schemas.map { (name: $0.0, value: $0.1) }))],
        ])
        #expect(imported.workflows[0].text.split(separator: "- name: ").count == count + 1)
    }
}
