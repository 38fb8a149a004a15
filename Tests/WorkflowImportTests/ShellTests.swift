import Testing

@testable import WorkflowImport

@Suite("The shell around curl is understood")
struct ShellTests {
    private static let address = "https://staging.eko.in/ekoapi/v3"

    /// The steps of the commands, without the list.
    private func text(_ commands: String) throws -> String {
        let imported = try importCurl(commands, title: "x")
        #expect(imported.environments.map(\.baseURL) == [Self.address], "\(imported.everything)")
        #expect(imported.workflows.count == 1)
        #expect(problems(of: imported.workflows[0]).isEmpty)
        return steps(imported.workflows[0])
    }

    @Test(
        "a redirection is no address",
        arguments: [
            "curl -s > out.json \(address)/x", "curl \(address)/x >out.json 2>&1", "curl -s 2>/dev/null \(address)/x",
            "curl \(address)/x >> log", "curl \(address)/x &> log", "curl \(address)/x < in.txt",
            "curl \(address)/x >| out",
        ])
    func redirection(_ command: String) throws {
        #expect(try text(command) == "  - name: request 1\n    call:\n      method: GET\n      path: /x\n")
    }

    @Test("a number that is no redirection stays a word")
    func number() {
        #expect(ShellWords("curl -m 2 >x a2>y '2'>z").commands == [["curl", "-m", "2", "a2", "2"]])
    }

    @Test(
        "-d @- takes what the shell gives",
        arguments: [
            "curl \(address)/x -d @- <<EOF\n{\"a\": 1}\nEOF",
            "curl \(address)/x -d @- <<'EOF'\n{\"a\": 1}\nEOF\necho done",
            "curl \(address)/x --json @- <<-E\n\t{\"a\":\n\t 1}\n\tE", "curl \(address)/x -d @- <<< '{\"a\": 1}'",
            "echo '{\"a\": 1}' | curl \(address)/x -d @-",
            "cat <<EOF | curl \(address)/x --data-binary @-\n{\"a\": 1}\nEOF",
        ])
    func input(_ command: String) throws {
        #expect(try text(command).contains("body: { a: 1 }"))
    }

    @Test("variables in a here-document are read, unless its end is in quotes")
    func variablesOfDocument() throws {
        let open = try importCurl("curl \(Self.address)/x -d @- <<E\n{\"a\": \"$M\"}\nE", title: "x").workflows[0]
        #expect(open.text.contains("M: { env: M }") && open.text.contains("body: { a: \"${{ vars.M }}\" }"))
        let closed = try importCurl("curl \(Self.address)/x -d @- <<'E'\n{\"a\": \"$M\"}\nE", title: "x").workflows[0]
        #expect(closed.text.contains("body: { a: \"$M\" }"))
    }

    @Test("a body in a file is a comment beside the step", arguments: ["-d @b.json", "-d @- < b.json"])
    func file(_ option: String) throws {
        #expect(try text("curl \(option) \(Self.address)/x").contains("# TODO: its body is in a file"))
    }

    @Test(
        "prompts, fences and continued lines as documents have them",
        arguments: [
            "$ curl \(address)/x", "> curl \(address)/x", "% curl \(address)/x", "me@box:~/src$ curl \(address)/x",
            "PS C:\\Users\\me> curl.exe \(address)/x", "root@box:/# curl \(address)/x",
            "```bash\ncurl \(address)/x\n```",
            "Don't forget:\n\n~~~\n$ curl \\\n>   \(address)/x\n~~~\n\n```json\n{\"a\": \"it's\"}\n```\n",
            "curl.exe `\n  \(address)/x `\r\n  -X GET", "curl \\\r\n  \(address)/x",
        ])
    func documents(_ text: String) throws {
        #expect(try self.text(text) == "  - name: request 1\n    call:\n      method: GET\n      path: /x\n")
    }

    @Test("a command in a comment is none, and a sign within a command is no prompt")
    func noPrompt() throws {
        #expect(throws: ImportError.self) { try importCurl("# curl \(Self.address)/x", title: "x") }
        #expect(ShellWords("echo > curl").commands == [["echo"]])
    }

    @Test(
        "words around curl are found, and listed",
        arguments: [
            ("for i in 1 2; do curl \(address)/x; done", "loop"), ("if curl \(address)/x; then echo; fi", "condition"),
            ("while true; do curl \(address)/x; done", "loop"), ("TOKEN=$(curl \(address)/x | jq .t)", "capture"),
            ("watch -n 5 curl \(address)/x", "'watch' runs it"), ("watch 'curl \(address)/x'", "'watch' runs it"),
            ("docker run --rm curlimages/curl \(address)/x", "'docker' runs it"),
            ("kubectl exec pod -- curl \(address)/x", "'kubectl' runs it"), ("bash -c 'curl \(address)/x'", ""),
            ("timeout 5 curl \(address)/x", ""), ("f() { curl \(address)/x; }", ""), ("(curl \(address)/x)", ""),
            ("https_proxy=http://u:hunter22@p curl \(address)/x", "https_proxy"),
            ("make run curl; curl \(address)/x", "'make'"), ("cat l | xargs curl; curl \(address)/x", "'xargs'"),
        ])
    func around(_ command: String, _ word: String) throws {
        let imported = try importCurl(command, title: "x")
        #expect(steps(imported.workflows[0]) == "  - name: request 1\n    call:\n      method: GET\n      path: /x\n")
        #expect(imported.environments.map(\.baseURL) == [Self.address])
        #expect(word.isEmpty || imported.list.contains { $0.contains(word) }, "\(imported.list)")
        #expect(!imported.everything.contains("hunter22"))
    }

    @Test(
        "commands that only name curl are none",
        arguments: ["apt-get install curl", "which curl", "echo curl", "man curl"])
    func named(_ command: String) {
        #expect(throws: ImportError.self) { try importCurl(command, title: "x") }
    }

    @Test("--next and a second URL begin another request")
    func next() throws {
        let text = try text(
            "curl -d a=1 \(Self.address)/p --next -X PUT -d '{\"b\":2}' \(Self.address)/q -: \(Self.address)/r \(Self.address)/s"
        )
        #expect(text.split(separator: "- name").count == 5)
        #expect(text.contains("path: /p\n      urlencoded:\n        a: \"1\"\n"))
        #expect(text.contains("method: PUT\n      path: /q\n      body: { b: 2 }"))
        #expect(text.contains("method: GET\n      path: /r\n") && text.contains("method: GET\n      path: /s\n"))
    }

    @Test("a variable that the shell sets once has that value; one that it sets twice is of the process")
    func assignments() throws {
        let imported = try importCurl(
            "BASE=\(Self.address)\nexport A=1 B=$A\nC=1; C=2; TOKEN=hunter22\ncurl \"$BASE/x?a=$A&b=$B&c=$C&t=$TOKEN\"",
            title: "x")
        #expect(imported.environments.map(\.baseURL) == [Self.address])
        let lines = ["A: \"1\"", "B: \"${{ vars.A }}\"", "C: { env: C }", "TOKEN: { env: TOKEN }"]
        #expect(
            imported.workflows[0].text.contains("vars:\n" + lines.map { "  \($0)\n" }.joined()),
            "\(imported.everything)")
        #expect(!imported.everything.contains("hunter22"))
    }

    @Test("the default of a variable is kept, unless it may be secret")
    func defaults() throws {
        let imported = try importCurl("curl \"\(Self.address)/${A:-b}?t=${TOKEN:-hunter22}\"", title: "x")
        #expect(imported.workflows[0].text.contains("A: { env: A, default: b }"))
        #expect(imported.list.contains { $0.contains("the default of the variable TOKEN") })
        #expect(!imported.everything.contains("hunter22"))
    }

    @Test("hostile shells are read quickly", .timeLimit(.minutes(10)))
    func hostile() {
        let count = 20_000
        for text in [
            String(repeating: "$(", count: count), String(repeating: "<<E\n", count: count),
            String(repeating: "`", count: count),
            String(repeating: "curl $(", count: count), String(repeating: "$ ", count: count),
            "curl -d '" + String(repeating: "/*", count: count), String(repeating: "{", count: count),
        ] {
            _ = try? importCurl("curl http://localhost/x \(text)", title: "x")
        }
    }
}
