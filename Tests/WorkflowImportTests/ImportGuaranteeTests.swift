import JSON
import Testing

@testable import WorkflowImport

/// What holds for every import: `validate` accepts it or the list names the line, requests go only to hosts of the input, and
/// no secret is in any output.
@Suite("What every import guarantees")
struct ImportGuaranteeTests {
    private static let host = "https://staging.eko.in/ekoapi/v3"

    private static let commands = [
        "curl \(host)/users/john@example.com", "curl 'https://u:hunter22@staging.eko.in/v3/a@evil.example/b'",
        "curl '\(host)/x?next=https://evil.example/&token=hunter22'", "curl \(host)/x -H 'Host: evil.example'",
        "curl -x http://evil.example:80 \(host)/x", "curl --connect-to ::evil.example: \(host)/x",
        "curl --resolve staging.eko.in:443:evil.example \(host)/x", "curl -e https://evil.example/ \(host)/x",
        "curl \(host)/x -d 'password=hunter22&author=me'",
        "curl \(host)/x -d '{\"auth\":{\"a\":\"hunter22\",\"b\":1}}'",
        "curl \(host)/x -u me:hunter22 -b 'session=hunter22'", "curl \(host)/x -H 'Authorization: Bearer hunter22'",
        "curl -H \"X-Api-Key: ${KEY:-hunter22}\" \(host)/x", "curl \(host)/x -d @- <<E\n{\"secret\":\"hunter22\",}\nE",
        "PASSWORD=hunter22 curl \(host)/x", "T=$(curl \(host)/login -d 'pin=hunter22')",
        "curl -I \(host)/x; curl \(host)/y",
        "curl \(host)/../x", "curl '\(host)/%2e%2e/x'", "curl '\(host)/a b/ü'", "curl -G \(host)/x -d _method=DELETE",
        "curl \(host)/x -d '{\"a\":{\"b\":1,\"b\":2}}'", "curl \(host)/x -d '{\"a b\":1,\"\":2}'",
        "curl \(host)/x -d '[{\"a\":1}]'",
        "curl \(host)/x -d '{\"t\":\"${{ vars.x }}\",\"u\":\"${name}\",\"v\":\"{{w}}\"}'",
        "curl http://staging.eko.in/v3/x",
        "curl -X GET \(host)/x -d '{\"a\":1}'", "curl \(host)/x -H 'X-A;' -H @f -H 'bad name: 1'",
        "curl '\(host)/{a,b}'; curl \(host)/z",
        "curl \(host)/tools/kyc/mobile/otp -d '{\"mobile\":\"9002336768\",\"otp\":\"471100\",\"x\":[1]}'",
        "curl \(host)/x --data-urlencode hunter22 -m 5 --retry 2 -k", "for i in 1 2; do curl \(host)/x/$i; done",
        "curl \(host)/x -F 'file=@/home/hunter22/card.jpg' -F a=b", "curl \(host)/x -F 'a=@token=hunter22'",
        "curl \(host)/x -F 'a={\"pin\":\"hunter22\"}' -F 'b=<meta.json'",
        "curl \(host)/x -d 'a=%5B%7B%22pin%22:%22hunter22%22%7D%5D'",
        "curl \(host)/x -d '[\"hunter22\"]' -d '{\"token\":\"hunter22\"}'",
        "curl \(host)/x -H 'content-type: text/plain' -d 'my pin is hunter22'",
        "curl \(host)/x -H 'content-type: text/plain; token=hunter22' -d 'a b'", "curl \(host)/x -d '\"hunter22\"'",
        "curl \(host)/x -d 471100",
        "curl \(host)/x -d '[{\"token\":\"hunter22\"}]'", "curl \(host)/x -F 'a=1;type=application/hunter22' -F 'a=b'",
        "curl '\(host)/<name>/%7Bid%7D/x'", "curl \(host)/customer/account/balance -d token=hunter22",
        "curl --unix-socket /s http://evil.example/x; curl \(host)/y",
    ]

    private static let collections: [JSONValue] = [
        collection([["url": "{{base}}/u/:id/:token"]], variables: [("base", .string(host)), ("token", "hunter22")]),
        collection([["url": "{{a}}://{{b}}/x"], ["url": .string("\(host)/x")]]),
        collection([["method": "PROPFIND", "url": .string("\(host)/x")], ["url": .string("\(host)/y")]]),
        collection([["method": "GET", "url": .string("\(host)/x"), "body": ["mode": "formdata", "formdata": []]]]),
        collection([
            ["method": "POST", "url": .string("\(host)/x"), "body": ["mode": "file", "file": ["src": "/hunter22"]]]
        ]),
        collection(
            [post("{\"n\": {{n}}, \"s\": \"{{password}}\"}")], variables: [("n", "5"), ("password", "hunter22")]),
        collection([post("{\"tokens\": [\"hunter22\", \"hunter23\"], \"otp\": 471100}")]),
        collection([post("{{all}}")], variables: [("all", "{\"secret\": \"hunter22\"}")]),
        collection([post("{{all}}")], variables: [("all", "Bearer hunter22")]),
        collection([post("<pin>hunter22</pin>"), post("hunter22"), post("[{\"otp\": \"471100\"}]")]),
        collection([
            [
                "method": "POST", "url": .string("\(host)/x"),
                "body": [
                    "mode": "formdata",
                    "formdata": [
                        ["key": "a", "type": "file", "src": "/Users/hunter22/a.png"],
                        ["key": "b", "type": "file", "src": []], ["key": "token", "value": "hunter22"],
                        ["key": "c", "value": "{\"password\": \"hunter22\"}", "contentType": "application/json"],
                    ],
                ],
            ]
        ]),
        collection(
            [["url": .string("\(host)/x?cfg={{cfg}}&e={{e}}&l={{l}}")]],
            variables: [("cfg", "Bearer hunter22"), ("e", ""), ("l", "{{l}}")]),
        collection(
            [["url": .string("\(host)/{{x-y}}/{{x_y}}/{{X_Y}}")]],
            variables: [("x-y", "1"), ("x_y", "2"), ("X_Y", "3")]),
    ]

    private func check(_ imported: Imported) {
        for workflow in imported.workflows {
            #expect(workflow.problems.count == problems(of: workflow).count)
            #expect(workflow.problems.allSatisfy { $0.hasPrefix("needs fixing, line ") })
        }
        #expect(
            imported.environments.allSatisfy { $0.baseURL.hasPrefix("http") && !$0.baseURL.contains("evil") },
            "\(imported.environments)")
        let everything = imported.everything
        #expect(!everything.contains("hunter2") && !everything.contains("471100"), "\(everything)")
        // What has no value names how to give it.
        for workflow in imported.workflows {
            for line in workflow.text.split(separator: "\n") where line.hasSuffix(": { required: true }") {
                let name = line.trimmed.prefix { $0 != ":" }
                #expect(workflow.remarks.contains { $0.contains("--var \(name)=") })
            }
            for line in workflow.text.split(separator: "\n") where line.contains("# TODO: its body") {
                #expect(workflow.remarks.contains { $0.contains(line.trimmed.dropFirst("# TODO: ".count)) })
            }
        }
    }

    @Test("curl commands", arguments: commands)
    func curl(_ command: String) throws { check(try importCurl(command, title: "x")) }

    @Test("Postman collections", arguments: collections)
    func postman(_ collection: JSONValue) throws { check(try importPostman(collection, environment: nil)) }

    @Test("these inputs need no fixing by hand", arguments: Array(commands[..<17]))
    func accepted(_ command: String) throws {
        #expect(try importCurl(command, title: "x").workflows.allSatisfy { $0.problems.isEmpty })
    }
}
