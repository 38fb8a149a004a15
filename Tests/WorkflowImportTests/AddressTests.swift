import JSON
import Testing

@testable import WorkflowImport

@Suite("Each imported request goes where it went")
struct AddressTests {
    @Test(
        "the host ends at the first slash, question mark or number sign; an @ after it is a part of the path",
        arguments: [
            (
                "https://staging.eko.in/v3/users/john@example.com/orders", "https://staging.eko.in",
                "/v3/users/john@example.com/orders"
            ),
            ("https://staging.eko.in/v3/users/@me", "https://staging.eko.in", "/v3/users/@me"),
            ("https://staging.eko.in/a@b/c@d/e", "https://staging.eko.in", "/a@b/c@d/e"),
            ("https://staging.eko.in?x=a@b", "https://staging.eko.in", ""),
            ("https://staging.eko.in/x#a@b", "https://staging.eko.in", "/x"),
            ("https://[::1]:8080/x/a@b/c", "https://[::1]:8080", "/x/a@b/c"),
            // A user is before the host.
            ("https://me:pw@staging.eko.in/x@y", "https://staging.eko.in", "/x@y"),
            ("https://a@b@staging.eko.in/x", "https://staging.eko.in", "/x"),
            ("HTTPS://Staging.Eko.in/X", "https://staging.eko.in", "/X"),
            ("{{base}}/users/@me", "{{base}}", "/users/@me"),
            ("{{proto}}://{{host}}:{{port}}/x", "{{proto}}://{{host}}:{{port}}", "/x"),
        ])
    func authority(_ text: String, _ origin: String, _ path: String) throws {
        let url = try #require(ForeignURL(text))
        #expect(url.origin == origin)
        #expect(url.path == path)
    }

    @Test(
        "an address that no request can go to is none",
        arguments: [
            "ftp://staging.eko.in/x", "https:///x", "http://user:hun/ter@host/x", "http://user:12/ter@host/x",
            "https://staging.eko.in:99999/x", "https://stag ing.eko.in/x", "file:///etc/passwd", "staging.eko.in/x",
        ])
    func unreadable(_ text: String) {
        #expect(ForeignURL(text) == nil)
    }

    @Test("a password with a slash is in no output")
    func passwordWithSlash() throws {
        let imported = try importCurl(
            "curl http://user:hun/hunter22@localhost/v1/a\ncurl http://localhost/v1/b", title: "x")
        #expect(!imported.everything.contains("hunter22"))
        #expect(imported.list.contains { $0.contains("'request 1': it is left out: its address cannot be read") })
    }

    @Test(
        "the base URL is what all paths of a host share",
        arguments: [
            (["/ekoapi/v3/tools/x", "/ekoapi/v2/users"], "/ekoapi", ["/v3/tools/x", "/v2/users"]),
            (["/ekoapi/v3/tools/x", "/ekoapi/v3/users"], "/ekoapi/v3", ["/tools/x", "/users"]),
            (["/ekoapi/v3/a", "/b"], "", ["/ekoapi/v3/a", "/b"]),
            (["/ekoapi/v3/tools/kyc/mobile/otp/verify", "/ekoapi/v3/a"], "/ekoapi/v3", ["", "/a"]),
            (["/mobile/v3/a"], "", ["/mobile/v3/a"]), (["/a;b/v3/a"], "", ["/a;b/v3/a"]),
        ])
    func base(_ paths: [String], _ base: String, _ below: [String]) throws {
        let commands = paths.map { "curl -X PUT -d mobile=9002336768 'https://staging.eko.in\($0)'" }.joined(
            separator: "\n")
        let imported = try importCurl(commands, title: "x")
        #expect(imported.environments.map(\.baseURL) == ["https://staging.eko.in\(base)"])
        for path in below where !path.isEmpty {
            #expect(imported.workflows[0].text.contains("path: \(yamlText(path))\n"))
        }
        #expect(imported.workflows.allSatisfy { problems(of: $0).isEmpty })
    }

    @Test("a request beside a documented one, but below another base, keeps its whole path in a workflow of its own")
    func besideDocumented() throws {
        let imported = try importCurl(
            "curl -d 'mobile=9002336768&csp_id=1' https://staging.eko.in/ekoapi/v3/tools/kyc/mobile/otp\n"
                + "curl https://staging.eko.in/ekoapi/v2/users", title: "x")
        #expect(
            imported.environments.map(\.baseURL) == [
                "https://staging.eko.in/ekoapi/v3", "https://staging.eko.in/ekoapi/v2",
            ])
        #expect(imported.workflows.map(\.fileName) == ["x", "x-staging-eko-in"])
        #expect(imported.workflows[1].text.contains("environment: staging-2\n"))
        #expect(imported.workflows[1].text.contains("path: /users\n"))
    }

    @Test("requests to another host are in a workflow and an environment of their own, and listed")
    func otherHost() throws {
        let imported = try importCurl(
            "curl https://staging.eko.in/v3/a\ncurl https://log.example/b\ncurl https://staging.eko.in:444/v3/c",
            title: "x")
        #expect(
            imported.environments.map(\.baseURL) == [
                "https://staging.eko.in/v3", "https://log.example", "https://staging.eko.in:444/v3",
            ])
        #expect(imported.workflows.map { steps($0).split(separator: "- name").count } == [2, 2, 2])
        #expect(imported.workflows[0].remarks.contains { $0.contains("'request 2': it does not go to the address") })
    }

    @Test(
        "the list warns of keys for a host that is not Eko's",
        arguments: [
            ("log.example", true), ("eko.in.example", true), ("staging.eko.in", false), ("api.eko.in.", false),
            ("localhost", false),
        ])
    func hostOfOthers(_ host: String, _ isOfOthers: Bool) throws {
        let environment = try importCurl("curl https://\(host)/v1/x", title: "x").environments[0]
        #expect(environment.remarks.contains { $0.contains("no key of Eko") } == isOfOthers)
    }

    @Test("an address of variables is resolved if their values are known, and listed if not")
    func variables() throws {
        let request: JSONValue = ["url": "{{proto}}://{{host}}:{{port}}/v3/x"]
        let known = try importPostman(
            collection([request], variables: [("proto", "https"), ("host", "staging.eko.in"), ("port", 8443)]),
            environment: nil)
        #expect(known.environments.map(\.baseURL) == ["https://staging.eko.in:8443/v3"])
        let unknown = try importPostman(collection([request]), environment: nil)
        #expect(unknown.environments.isEmpty)
        #expect(unknown.workflows[0].text.contains("path: /v3/x\n"))
        #expect(unknown.workflows[0].remarks.contains { $0.contains("the host of these requests is not known") })
    }

    @Test(
        "a method that a call does not have leaves its step out, and is listed",
        arguments: ["-X TRACE", "-X PROPFIND", "-X $'GET\\n  path: /evil'"])
    func methods(_ option: String) throws {
        let imported = try importCurl("curl \(option) https://a/v1/x\ncurl -X PATCH https://a/v1/y", title: "x")
        #expect(steps(imported.workflows[0]).hasPrefix("  - name: request 2\n"))
        #expect(!imported.everything.contains("evil"))
        #expect(imported.list.contains { $0.hasPrefix("'request 1': it is left out: a call has the method") })
    }

    @Test("http to another machine is listed, and http to this machine is not")
    func plainHTTP() throws {
        let plain = try importCurl("curl http://staging.eko.in/v3/x", title: "x")
        #expect(plain.list.contains { $0.hasPrefix("needs fixing, line 4: ") && $0.contains("https://") })
        #expect(
            try importCurl("curl http://localhost/v3/x", title: "x").list.allSatisfy { !$0.contains("needs fixing") })
    }

    @Test("an address that curl would expand is left out; with --globoff and in a placeholder it is not")
    func globs() throws {
        let imported = try importCurl(
            "curl 'https://a/v1/{b,c}'\ncurl 'https://a/v1/[1-3]'\ncurl -g 'https://a/v1/[1-3]'\ncurl https://a/v1/{id}/<name>/:kind",
            title: "x")
        #expect(imported.workflows[0].remarks.count { $0.contains("stands for several") } == 2)
        #expect(
            imported.workflows[0].text.contains(
                "path: \"/${{ vars.id }}/${{ vars.name }}/${{ vars.kind }}\""))
    }
}
