import JSON
import Testing

@testable import WorkflowImport

@Suite("Bodies of other tools stay what they are")
struct ImportedBodyTests {
    private static let address = "https://staging.eko.in/ekoapi/v3/x"

    private func curl(_ options: String, files: [String: String] = [:]) throws -> ImportedWorkflow {
        let workflow = try importCurl("curl \(Self.address) \(options)", title: "x") { files[$0] }.workflows[0]
        #expect(problems(of: workflow).isEmpty, "\(workflow.text)\n\(workflow.problems)")
        return workflow
    }

    /// The lines below `path: /x` of the only step.
    private func body(_ workflow: ImportedWorkflow) -> String {
        let lines = steps(workflow).split(separator: "\n").drop { !$0.contains("path: /x") }.dropFirst()
        return lines.map { String($0.dropFirst(6)) }.joined(separator: "\n")
    }

    @Test(
        "bodies of curl",
        arguments: [
            ("-d 'a=1&b=c+d'", "urlencoded:\n  a: \"1\"\n  b: c d"),
            ("-d a=1 -d a=2 -d b=3", "urlencoded:\n  a: [\"1\", \"2\"]\n  b: \"3\""),
            ("--data-urlencode 'a=b c'", "urlencoded:\n  a: b c"),
            ("-F a=1 -F a=2", "form:\n  a: [\"1\", \"2\"]"),
            ("-F 'a={\"b\":1}'", "form:\n  a: { json: { b: 1 } }"),
            (
                "-F 'a={\"b\":1};type=application/json'",
                "form:\n  a: { json: { b: 1 }, content_type: application/json }"
            ),
            ("-F 'a=\"x;y\"'", "form:\n  a: \"x;y\""),
            ("-d '[1, {\"a\": \"b\"}]'", "body: [1, { a: b }]"), ("-d '[]'", "body: []"),
            ("-H 'Content-Type: text/csv' -d 'a,b c'", "body: \"a,b c\"\ncontent_type: text/csv"),
            ("-H 'Content-Type: text/plain' -d 'a,b c'", "body: \"a,b c\""),
            ("-d '<a b=\"c\"/>'", "body: \"<a b=\\\"c\\\"/>\"\ncontent_type: application/x-www-form-urlencoded"),
            ("--json '5'", "body: \"5\"\ncontent_type: application/json"),
            ("-d '{\"a\":1}' -H 'content-type: application/vnd.x'", "body: { a: 1 }\ncontent_type: application/vnd.x"),
            ("-d \"$BODY\"", "body: ${{ vars.BODY }}\ncontent_type: application/json"),
            // JSON stays JSON, although curl calls it a form, and a form with a type of JSON is sent as written.
            ("-d '{\"a\":1}'", "body: { a: 1 }"),
            ("-d '{\"a\":1}' -H 'content-type: application/json; charset=utf-8'", "body: { a: 1 }"),
            ("-d a=1 -H 'content-type: application/json'", "body: \"a=1\"\ncontent_type: application/json"),
            ("-d a=1 -H 'content-type: application/x-www-form-urlencoded'", "urlencoded:\n  a: \"1\""),
        ])
    func bodies(_ options: String, _ expected: String) throws {
        let workflow = try curl(options)
        #expect(body(workflow) == expected)
        #expect(workflow.remarks.isEmpty, "\(workflow.remarks)")
    }

    @Test(
        "a file keeps its path, and what to do is listed unless it is in the workspace",
        arguments: [
            ("-F a=@card.jpg", "{ file: card.jpg }", "copy it to workflows/card.jpg"),
            ("-F a=@./in/card.jpg", "{ file: in/card.jpg }", "copy it to workflows/in/card.jpg"),
            ("-F 'a=@\"my card.jpg\"'", "{ file: my card.jpg }", "copy it to workflows/my card.jpg"),
            ("-F a=@/home/me/card.jpg", "{ file: card.jpg }", "copy it to workflows/card.jpg"),
            ("-F 'a=@C:\\me\\card.jpg'", "{ file: card.jpg }", "copy it to workflows/card.jpg"),
            ("-F a=@../card.jpg", "{ file: card.jpg }", "copy it to workflows/card.jpg"),
            ("-F a=@here.jpg", "{ file: ../here.jpg }", nil), ("-F a=@/w/here.jpg", "{ file: here.jpg }", nil),
            ("-F 'a=@here.jpg;type=image/png'", "{ file: ../here.jpg, content_type: image/png }", nil),
            ("-F 'a=@here.jpg;filename=b.jpg'", "{ file: ../here.jpg, name: b.jpg }", nil),
            ("-F 'a=@here.jpg,/w/here.jpg'", "[{ file: ../here.jpg }, { file: here.jpg }]", nil),
            ("-F 'a=<here.jpg'", "{ file: ../here.jpg }", "write the text"),
        ] as [(String, String, String?)])
    func files(_ options: String, _ yaml: String, _ remark: String?) throws {
        let workflow = try curl(options, files: ["here.jpg": "../here.jpg", "/w/here.jpg": "here.jpg"])
        let plain = body(workflow).replacing("\"", with: "")
        #expect(plain == "form:\n  a: \(yaml)")
        #expect(workflow.remarks.count == (remark == nil ? 0 : 1))
        #expect(remark.map { workflow.remarks[0].contains($0) } ?? true, "\(workflow.remarks)")
    }

    @Test(
        "a file that is not known is listed with the line of its comment",
        arguments: ["-F a=@$FILE", "-F 'a=@token=hunter22'", "-F 'a=@${{ x }}'"])
    func unknownFiles(_ options: String) throws {
        let workflow = try curl(options)
        #expect(steps(workflow).contains("# TODO: the file of 'a' is left out"), "\(workflow.text)")
        #expect(workflow.remarks.contains { $0.contains("see line ") })
        #expect(!workflow.text.contains("hunter22"))
    }

    @Test(
        "bodies of Postman",
        arguments: [
            (
                ["mode": "urlencoded", "urlencoded": [["key": "a", "value": "1"], ["key": "b", "disabled": true]]],
                "urlencoded:\n  a: \"1\""
            ),
            (
                [
                    "mode": "formdata",
                    "formdata": [
                        ["key": "a", "type": "text", "value": "1"],
                        ["key": "f", "type": "file", "src": ["x.pdf", "y.pdf"], "contentType": "text/csv"],
                    ],
                ],
                "form:\n  a: \"1\"\n  f: [{ file: x.pdf, content_type: text/csv }, { file: y.pdf, content_type: text/csv }]"
            ),
            (["mode": "raw", "raw": "[1]"], "body: [1]"),
            (["mode": "raw", "raw": "5"], "body: \"5\"\ncontent_type: application/json"),
            (["mode": "raw", "raw": "two words"], "body: two words"),
            (
                ["mode": "raw", "raw": "<a/>", "options": ["raw": ["language": "xml"]]],
                "body: \"<a/>\"\ncontent_type: application/xml"
            ),
            (["mode": "raw", "raw": "{{unknown}}"], "body: ${{ vars.unknown }}\ncontent_type: application/json"),
            (["mode": "raw", "raw": "{{text}}"], "body: ${{ vars.text }}"),
            (["mode": "raw", "raw": "a {{text}} b"], "body: \"a ${{ vars.text }} b\""),
        ] as [(JSONValue, String)])
    func postman(_ body: JSONValue, _ expected: String) throws {
        let request: JSONValue = ["method": "POST", "url": .string(Self.address), "body": body]
        let workflow = try importPostman(
            collection([request], variables: [("text", "two words")]), environment: nil
        ).workflows[0]
        #expect(problems(of: workflow).isEmpty, "\(workflow.text)")
        #expect(self.body(workflow) == expected)
    }

    @Test(
        "bodies of OpenAPI",
        arguments: [
            (["application/x-www-form-urlencoded": ["example": ["a": [1, 2]]]], "urlencoded:\n  a: [\"1\", \"2\"]"),
            (
                [
                    "multipart/form-data": [
                        "schema": [
                            "properties": [
                                "photo": ["type": "string", "format": "binary"],
                                "details": ["example": ["a": 1]], "tags": ["example": ["x", "y"]],
                            ]
                        ],
                        "encoding": ["photo": ["contentType": "image/png"]],
                    ]
                ],
                "form:\n  photo: { file: photo, content_type: image/png }\n  details: { json: { a: 1 } }\n  tags: [x, \"y\"]"
            ),
            (["text/csv": ["example": "a, b"]], "body: \"a, b\"\ncontent_type: text/csv"),
            (["application/vnd.x+json": ["example": [1]]], "body: [1]\ncontent_type: \"application/vnd.x+json\""),
            (["application/xml": ["example": "<a/>"], "application/json": ["example": [1]]], "body: [1]"),
        ] as [(JSONValue, String)])
    func openAPI(_ content: JSONValue, _ expected: String) throws {
        let workflow = try importOpenAPI([
            "openapi": "3.1.0", "servers": [["url": "https://staging.eko.in/ekoapi/v3"]],
            "paths": ["/x": ["post": ["requestBody": ["content": content]]]],
        ]).workflows[0]
        #expect(problems(of: workflow).isEmpty, "\(workflow.text)")
        #expect(body(workflow) == expected)
    }

    @Test(
        "a string that may be a secret is not copied",
        arguments: ["hunter22", "<token>hunter22</token>", "the password is hunter22", "{\"pin\": \"hunter22\""])
    func secrets(_ text: String) throws {
        let workflow = try curl("-H 'content-type: text/plain' -d '\(text)'")
        #expect(body(workflow) == "body: ${{ vars.body }}")
        #expect(workflow.text.contains("body: { env: BODY }"))
        #expect(!workflow.text.contains("hunter22"))
    }

    @Test("a form that a browser has copied with its boundaries is a form")
    func writtenForm() throws {
        let form =
            "--XyZ\\r\\nContent-Disposition: form-data; name=\"a\"\\r\\n\\r\\n1\\r\\n--XyZ\\r\\n"
            + "Content-Disposition: form-data; name=\"f\"; filename=\"b.png\"\\r\\nContent-Type: image/png\\r\\n\\r\\n\\r\\n--XyZ--\\r\\n"
        let type = "-H 'Content-Type: multipart/form-data; boundary="
        let workflow = try curl("\(type)XyZ' --data-raw $'\(form)'")
        #expect(body(workflow) == "form:\n  a: \"1\"\n  f: { file: b.png, content_type: image/png }")
        // Without the boundary, it is no form.
        let other = try curl("\(type)Other' --data-raw $'\(form)'")
        #expect(!other.text.contains("form:") && other.text.contains("# TODO: its body is a form with its boundaries"))
    }

    @Test("a HEAD has no body")
    func head() throws {
        let workflow = try curl("-X HEAD -d a=1")
        #expect(workflow.remarks.contains { $0.contains("its body is left out, because a HEAD has none") })
    }
}
