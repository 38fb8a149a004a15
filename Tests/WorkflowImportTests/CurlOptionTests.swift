import Testing

@testable import WorkflowImport

@Suite("No option of curl is left out silently")
struct CurlOptionTests {
    private static let address = "https://staging.eko.in/ekoapi/v3/x"

    @Test("each known option is used or listed", arguments: CurlOption.all.keys.sorted())
    func known(_ name: String) throws {
        guard let option = CurlOption.all[name] else { return }
        if case .request = option.effect { return }
        let command = "curl \(Self.address) \(name)\(option.takesValue ? " hunter22" : "")"
        let imported = try importCurl(command, title: "x")
        #expect(imported.list.contains { $0.contains(name) }, "\(imported.list)")
        #expect(!imported.everything.contains("hunter22"))
        #expect(imported.environments.count == 1)
    }

    @Test("each short option is a long one", arguments: CurlOption.short.values.sorted())
    func short(_ name: String) {
        #expect(CurlOption.all[name] != nil, "\(name)")
    }

    @Test("a request to a socket of this machine gets no step")
    func socket() throws {
        let imported = try importCurl(
            "curl --unix-socket /var/run/docker.sock http://localhost/x\ncurl \(Self.address)", title: "x")
        #expect(imported.environments.map(\.baseURL) == ["https://staging.eko.in/ekoapi/v3"])
        #expect(imported.list.contains { $0.contains("--unix-socket") })
    }

    @Test(
        "headers are kept, summed up or listed",
        arguments: [
            ("Accept: */*", nil, "headers that change nothing here are left out: Accept"),
            ("Accept: application/vnd.x+xml", "Accept: application/vnd.x+xml", nil),
            ("User-Agent: x", nil, "User-Agent"),
            ("Host: staging.eko.in", nil, nil), ("Host: other.example", nil, "'Host': a request goes to the host"),
            ("Content-Type: application/json", nil, nil), ("Content-Type: text/xml", "content_type: text/xml", nil),
            ("X-Trace: 7", "X-Trace: \"7\"", nil),
        ] as [(String, String?, String?)])
    func headers(_ header: String, _ line: String?, _ remark: String?) throws {
        let workflow = try importCurl("curl \(Self.address) -H '\(header)' --json '{\"a\":1}'", title: "x").workflows[0]
        if let line { #expect(workflow.text.contains(line) || workflow.text.contains("\"application/vnd.x+xml\"")) }
        #expect(line != nil || !workflow.text.contains("headers:"))
        if let remark {
            #expect(workflow.remarks.contains { $0.contains(remark) }, "\(workflow.remarks)")
        } else {
            #expect(workflow.remarks.isEmpty, "\(workflow.remarks)")
        }
    }

    @Test(
        "forms and queries",
        arguments: [
            ("-F a=1 -F 'b=two words;type=text/plain'", "form:\n        a: \"1\"\n        b: two words\n"),
            ("--form-string 'a=@x;type=y'", "form:\n        a: \"${{ '@' }}x;type=y\"\n"),
            ("--url-query a=1", "query:\n        a: \"1\""),
            ("--json '{\"a\":1,' --json '\"b\":2}'", "body: { a: 1, b: 2 }"),
            ("--data-urlencode 'a b'", "method: POST"),
        ])
    func forms(_ options: String, _ text: String) throws {
        let workflow = try importCurl("curl \(Self.address) \(options)", title: "x").workflows[0]
        #expect(workflow.text.contains(text), "\(workflow.text)")
        #expect(problems(of: workflow).isEmpty)
    }

    @Test("a remark about many requests is one line")
    func grouped() throws {
        let commands = (1...10).map { "curl -L https://a/v1/x\($0)" }.joined(separator: "\n")
        let remarks = try importCurl(commands, title: "x").workflows[0].remarks
        #expect(
            remarks == [
                "'request 1', 'request 2' and 8 more: the option --location is left out: a redirect is not followed"
            ])
    }
}
