import Foundation
import Testing

@Suite("The command handles any input well", .timeLimit(.minutes(5)))
struct CommandTests {
    private let folder: TemporaryFolder
    private static let workflow = "steps:\n  - send_otp: { mobile: \"9002336768\", csp_id: c }\n"

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(
        "the version and the help go to stdout, and the help has examples",
        arguments: [
            (["--version"], "ekoflow 0.1.0"), (["--help"], "ekoflow run workflows/send.yml --env sandbox"),
            (["run", "--help"], "Examples:"), (["validate", "--help"], "Examples:"),
        ])
    func help(_ arguments: [String], _ text: String) async throws {
        let result = try await ekoflow(arguments)
        #expect(result.exitCode == 0)
        #expect(result.stdout.contains(text))
        #expect(result.stderr == "")
    }

    @Test(
        "a wrong option is reported on stderr, with exit code 2",
        arguments: [
            ["run"], ["run", "a.yml", "--nope"], ["nope"], ["run", "a.yml", "--var", "=x"],
            ["run", "a.yml", "--var", "x"],
        ])
    func wrongOption(_ arguments: [String]) async throws {
        let result = try await ekoflow(arguments)
        #expect(result.exitCode == 2)
        #expect(result.stdout == "")
        #expect(result.stderr.hasPrefix("error["))
    }

    @Test(
        "files that are made to exhaust the machine are refused",
        arguments: [
            ("scalar", "the most is 16 MiB"), ("nesting", "more than 64 levels"), ("flow", "more than 64 levels"),
            ("aliases", "aliases expand to more than"), ("line", "a ':' is not allowed here"),
            ("nul", "U+0000 is not allowed"),
        ])
    func exhausting(_ kind: String, _ message: String) async throws {
        try folder.write(Self.exhaustingFile(kind), to: "workflow.yml")
        for command in [["validate", "workflow.yml"], ["run", "workflow.yml", "--env", "sandbox"]] {
            let result = try await ekoflow(command)
            #expect(result.exitCode == 2)
            #expect(result.stderr.contains(message))
            #expect(result.stderr.utf8.count < 2_000)
        }
    }

    private static func exhaustingFile(_ kind: String) -> Data {
        switch kind {
        case "scalar": return Data("name: ".utf8) + Data(repeating: UInt8(ascii: "x"), count: 50 << 20)
        case "nesting": return Data(String(repeating: "- ", count: 10_000).utf8)
        case "flow": return Data(("steps: " + String(repeating: "[", count: 10_000)).utf8)
        case "aliases":
            let levels = (1...9).map {
                "l\($0): &l\($0) [\(Array(repeating: "*l\($0 - 1)", count: 9).joined(separator: ","))]\n"
            }
            return Data(("l0: &l0 [x]\n" + levels.joined()).utf8)
        case "line": return Data((String(repeating: "k", count: 60_000) + ": 1\n" + workflow).utf8)
        default: return Data("name: \0\n".utf8)
        }
    }

    @Test("neither a wrong access key nor its signature is in any output")
    func secrets() async throws {
        let environment =
            "name: w\nsandbox: embedded\ninitiator_id: \"9962981729\"\ncredentials: { access_key: { env: KEY } }\n"
        try folder.write(environment, to: "environments/w.yml")
        try folder.write("environment: w\n" + Self.workflow, to: "workflow.yml")
        let key = "a-wrong-but-secret-access-key"
        let result = try await ekoflow(["run", "workflow.yml"], environment: ["KEY": key])
        #expect(result.exitCode == 1)
        let outputs = try result.stdout + result.stderr + folder.read("reports/junit.xml")
        for form in [key, Data(key.utf8).base64EncodedString(), "sandbox-developer-key"] {
            #expect(!outputs.contains(form))
        }
        // A signature is 44 characters of base64, and no word of the outputs may look like one.
        #expect(outputs.firstMatch(of: #/[A-Za-z0-9+\/]{43}=/#) == nil)
    }

    @Test("a response that echoes every header reveals no key and no signature")
    func echoedSecrets() async throws {
        let server = try LoopbackServer()
        try folder.write(
            """
            name: echo
            base_url: http://127.0.0.1:\(server.port)
            initiator_id: "9962981729"
            credentials: { developer_key: { env: DEVELOPER_KEY }, access_key: { env: ACCESS_KEY } }
            """, to: "environments/echo.yml")
        try folder.write(
            "environment: echo\n\(Self.workflow)    expect: { body: { message: none } }\n", to: "workflow.yml")
        let keys = ["DEVELOPER_KEY": "the-developer-key-itself", "ACCESS_KEY": "the-access-key-itself"]
        let result = try await ekoflow(["run", "workflow.yml"], environment: keys) { _ in server.echoNextRequest() }
        #expect(result.exitCode == 1, "\(server.log)")
        let outputs = try result.stdout + result.stderr + folder.read("reports/junit.xml")
        #expect(outputs.contains("developer_key: •••"))
        #expect(outputs.contains("secret-key: •••"))
        for key in keys.values { #expect(!outputs.contains(key)) }
        #expect(outputs.firstMatch(of: #/[A-Za-z0-9+\/]{43}=/#) == nil)
    }

    @Test("junitparser and xmllint can read the report")
    func reportReaders() async throws {
        try folder.write(Self.workflow, to: "workflow.yml")
        #expect(try await ekoflow(["run", "workflow.yml", "--env", "sandbox"]).exitCode == 0)
        let script = """
            import junitparser
            for suite in junitparser.JUnitXml.fromfile("reports/junit.xml"):
                print(suite.name, suite.tests, suite.failures, suite.errors, [(c.classname, c.name, c.is_passed) for c in suite])
            """
        let reader = try await tool("python3", ["-c", script])
        #expect(reader.stdout == "workflow.yml 1 0 0 [('workflow', 'send_otp', True)]\n", "\(reader.stderr)")
        #expect(try await tool("xmllint", ["--noout", "reports/junit.xml"]).exitCode == 0)
    }

    /// Where nobody can make a folder, and why.
    #if os(Linux)
        private static let notAFolder = ("/proc/x/junit.xml", "no such file")
    #else
        private static let notAFolder = ("/dev/null/junit.xml", "not a directory")
    #endif

    @Test(
        "a report that cannot be written is an error before anything is sent",
        arguments: [
            notAFolder, (".", "it is a folder"), ("workflow.yml", "it is the name of a workflow"),
            ("", "cannot be the path"),
            ("a/", "cannot be the path"),
        ])
    func unwritableReport(_ path: String, _ reason: String) async throws {
        try folder.write(Self.workflow, to: "workflow.yml")
        let result = try await ekoflow(["run", "workflow.yml", "--env", "sandbox", "--junit", path])
        #expect(result.exitCode == 2)
        #expect(result.stderr.hasPrefix("error["))
        #expect(result.stderr.contains(reason))
        #expect(result.stdout == "")
        #expect(try folder.read("workflow.yml") == Self.workflow)
    }

    @Test("a full disk is reported with exit code 3, and a device file is not replaced")
    func fullDisk() async throws {
        try folder.write(Self.workflow, to: "workflow.yml")
        let result = try await ekoflow(["run", "workflow.yml", "--env", "sandbox", "--junit", "/dev/full"])
        #expect(result.exitCode == 3)
        #expect(result.stderr.contains("error[unwritable_file]: the report /dev/full cannot be written: "))
        #expect(result.stdout.contains("1 passed"))
    }

    @Test("of many errors only the first are shown")
    func manyErrors() async throws {
        try folder.write("steps:\n" + String(repeating: "  - foo: 1\n", count: 20_000), to: "workflow.yml")
        let result = try await ekoflow(["validate", "workflow.yml"])
        #expect(result.exitCode == 2)
        #expect(result.stderr.hasSuffix("… and 39950 more\n"))
    }

    @Test("a new report replaces the old file completely, keeps its permissions, and follows a link")
    func replacedReport() async throws {
        try folder.write(Self.workflow, to: "workflow.yml")
        let old = try folder.write("<testsuites/>", to: "kept/old.xml")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: old.path)
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.appending(path: "link.xml").path, withDestinationPath: "kept/old.xml")
        #expect(try await ekoflow(["run", "workflow.yml", "--env", "sandbox", "--junit", "link.xml"]).exitCode == 0)
        #expect(try folder.read("kept/old.xml").hasPrefix("<?xml"))
        let mode = try FileManager.default.attributesOfItem(atPath: old.path)[.posixPermissions] as? Int
        #expect(mode == 0o640)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "kept").path) == ["old.xml"])
    }

    @Test(
        "an interruption ends and marks the request in flight, and the report is complete",
        arguments: [
            (SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129),
        ] as [(Int32, Int32)])
    func interruption(_ signal: Int32, _ exitCode: Int32) async throws {
        let server = try LoopbackServer()
        try folder.write(
            """
            name: silent
            base_url: http://127.0.0.1:\(server.port)
            initiator_id: "9962981729"
            credentials: { developer_key: { env: KEY }, access_key: { env: KEY } }
            """, to: "environments/silent.yml")
        try folder.write(
            "environment: silent\n\(Self.workflow)  - send_otp: { mobile: \"9002336768\", csp_id: d }\n",
            to: "workflow.yml")
        let result = try await ekoflow(["run", "workflow.yml"], environment: ["KEY": "some-key"]) { process in
            server.waitForRequest()
            // `timeout` sends the signal to the process, and then again to its group.
            kill(process, signal)
            kill(process, signal)
        }
        #expect(result.exitCode == exitCode)
        #expect(result.stdout.contains("outcome unknown, it may have been sent: the run was interrupted"))
        #expect(result.stdout.contains("1 may have been sent"))
        let report = try folder.read("reports/junit.xml")
        #expect(report.contains("tests=\"2\" failures=\"0\" errors=\"1\" skipped=\"1\""))
        #expect(report.contains("name=\"end of the run\""))
    }

    @Test("the report is written even if the reader of stdout is gone")
    func closedOutput() async throws {
        try folder.write(Self.workflow, to: "workflow.yml")
        let command = "'\(EkoflowProcess.executable.path)' run workflow.yml --env sandbox | true; echo ${PIPESTATUS[0]}"
        let result = try await EkoflowProcess.run(
            ["-c", command], in: folder.url, executable: URL(fileURLWithPath: "/bin/bash"))
        #expect(["0\n", "3\n"].contains(result.stdout))
        #expect(try folder.read("reports/junit.xml").hasPrefix("<?xml"))
    }

    @Test("an import uses an existing environment only if the requests go to its address, as its initiator")
    func importBesideEnvironment() async throws {
        _ = try await ekoflow(["init"])
        func imported(_ host: String, _ initiator: String, _ name: String) async throws -> EkoflowProcess.Result {
            try folder.write(
                "curl -d '{\"initiator_id\":\"\(initiator)\",\"csp_id\":\"1\",\"mobile\":\"9002336768\"}' https://\(host)/ekoapi/v3/tools/kyc/mobile/otp\n",
                to: "in.txt")
            return try await ekoflow(["import", "curl", "in.txt", "--name", name])
        }
        let same = try await imported("staging.eko.in", "9962981729", "same")
        #expect(same.stdout.contains("kept environments/staging.yml: it exists already\n\nnext: "), "\(same.stdout)")
        #expect(try folder.read("workflows/same.yml").contains("environment: staging\n"))
        let other = try await imported("staging.eko.in:8443", "9111111111", "other")
        #expect(
            other.stdout.contains(
                """
                  made environments/staging-2.yml
                    - environments/staging.yml is not used: the requests go to https://staging.eko.in:8443/ekoapi/v3, and the requests have the initiator_id 91xxxxx111

                """), "\(other.stdout)")
        let workflow = try folder.read("workflows/other.yml")
        #expect(workflow.contains("environment: staging-2\n"), "\(workflow)")
        let environment = try folder.read("environments/staging-2.yml")
        #expect(environment.contains("initiator_id: \"9111111111\"") && environment.contains("max_amount: 1000"))
        // The same requests go to the same environment.
        let sameAgain = try await imported("staging.eko.in:8443", "9111111111", "another")
        #expect(sameAgain.stdout.contains("kept environments/staging-2.yml"), "\(sameAgain.stdout)")
        #expect(
            try await imported("staging.eko.in", "9222222222", "third").stdout.contains(
                "made environments/staging-3.yml"))
        // Nobody knows what is in a file that is not valid.
        try folder.write("name: 5x\n", to: "environments/staging.yml")
        let broken = try await imported("staging.eko.in", "9962981729", "fourth")
        #expect(broken.stdout.contains("staging.yml is not used: it is not valid"), "\(broken.stdout)")
        #expect(try folder.read("workflows/fourth.yml").contains("environment: staging-4\n"))
        let again = try await imported("staging.eko.in:8443", "9111111111", "other")
        #expect(again.exitCode == 2)
        #expect(!again.stdout.contains("next: ") && again.stderr.contains("give another --name"), "\(again.stderr)")
    }

    @Test("an import finds the files of forms in the workspace, and the workflow is valid")
    func importOfFiles() async throws {
        _ = try await ekoflow(["init"])
        try folder.write("pixels", to: "workflows/own.jpg")
        try folder.write("pixels", to: "data/other.jpg")
        let address = "https://staging.eko.in/ekoapi/v3/x"
        try folder.write("curl \(address) -F a=@own.jpg -F b=@data/other.jpg\n", to: "c.txt")
        let curl = try await ekoflow(["import", "curl", "c.txt", "--name", "curl"])
        #expect(!curl.stdout.contains("not in the workspace"), "\(curl.stdout)")
        let fields =
            #"[{"key": "a", "type": "file", "src": "other.jpg"}, {"key": "b", "type": "file", "src": "no.jpg"}]"#
        try folder.write(
            "{\"item\": [{\"name\": \"r\", \"request\": {\"method\": \"POST\", \"url\": \"\(address)\", \"body\": {\"mode\": \"formdata\", \"formdata\": \(fields)}}}]}",
            to: "data/postman.json")
        let postman = try await ekoflow(["import", "postman", "data/postman.json"])
        #expect(postman.stdout.contains("the file of 'b' is not in the workspace: copy it to workflows/no.jpg"))
        #expect(!postman.stdout.contains("the file of 'a'"))
        #expect(try folder.read("workflows/curl.yml").contains("b: { file: \"../data/other.jpg\" }"))
        #expect(try await ekoflow(["validate", "workflows/curl.yml"]).exitCode == 0)
        #expect(try await ekoflow(["validate", "workflows/postman.yml"]).exitCode == 2)
        try folder.write("pixels", to: "workflows/no.jpg")
        #expect(try await ekoflow(["validate", "workflows/postman.yml"]).exitCode == 0)
    }

    @Test(
        "files with a byte order mark or in UTF-16 are imported",
        arguments: [String.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian])
    func importEncodings(_ encoding: String.Encoding) async throws {
        let texts = [
            "postman": "{\"item\": [{\"name\": \"a\", \"request\": \"http://localhost/v1/a\"}]}",
            "openapi": "openapi: 3.0.0\nservers: [{ url: http://localhost/v1 }]\npaths: { /a: { get: {} } }\n",
            "curl": "curl http://localhost/v1/a\n",
        ]
        for (format, text) in texts {
            let data = try #require("\u{FEFF}\(text)".data(using: encoding))
            try data.write(to: folder.url.appending(path: "\(format).json"))
            let result = try await ekoflow(["import", format, "\(format).json", "--workspace", format])
            #expect(result.exitCode == 0, "\(result.stderr)")
            #expect(result.stdout.contains("  made \(format)/environments/local.yml\n"), "\(result.stdout)")
        }
    }

    @Test("an invalid case value in a used workflow is reported with the case and the use")
    func caseThroughUse() async throws {
        try folder.write(
            "vars: { mobile: { required: true } }\nsteps: [{ send_otp: { mobile: '${{ vars.mobile }}', csp_id: c } }]\n",
            to: "_send.yml")
        try folder.write("case_name,mobile\nA,9002336768\nB,\n", to: "n.csv")
        try folder.write(
            "environment: sandbox\ncases: { csv: n.csv }\nsteps: [{ use: _send.yml, with: { mobile: '${{ case.mobile }}' } }]\n",
            to: "cases.yml")
        let result = try await ekoflow(["validate", "cases.yml"])
        #expect(result.exitCode == 2)
        #expect(result.stderr.contains("= note: it is used here\n --> cases.yml:3:"), "\(result.stderr)")
        #expect(result.stderr.contains("= note: in the case 'B'\n --> n.csv:3:"))
    }

    @Test("a new workspace has the same environments as this project")
    func newWorkspace() async throws {
        #expect(try await ekoflow(["init"]).exitCode == 0)
        let project = URL(fileURLWithPath: #filePath).appending(path: "../../../environments").standardized
        for name in ["sandbox", "staging", "prod"] {
            let file = project.appending(path: "\(name).yml")
            #expect(try folder.read("environments/\(name).yml") == String(contentsOf: file, encoding: .utf8))
        }
    }

    @Test("a report larger than a pipe's buffer goes through the pipe completely")
    func reportToPipe() async throws {
        let rows = (0..<400).map { "  - { case_name: 'case \($0)' }\n" }.joined()
        try folder.write(
            "environment: sandbox\ncases:\n\(rows)steps: [{ call: { method: GET, path: /x }, expect: { http: 404 } }]\n",
            to: "many.yml")
        let result = try await ekoflow(["run", "many.yml", "--quiet", "--json", "/dev/stdout"])
        #expect(result.exitCode == 0, "\(result.stderr)")
        #expect(result.stdout.utf8.count > 128 << 10)
        #expect(result.stdout.contains("\"interrupted\":false"))
    }

    @Test("a run that does not start is reported to GitHub, and a report has its run's exit code")
    func endOfReport() async throws {
        try folder.write("steps: 1\n", to: "wrong.yml")
        let wrong = try await ekoflow(["run", "wrong.yml", "--github", "--json", "wrong.json"])
        #expect(wrong.exitCode == 2)
        #expect(wrong.stdout.hasPrefix("::error title=ekoflow › start of the run::error[wrong_type]"))
        #expect(try await ekoflow(["report", "show", "wrong.json"]).exitCode == 2)
        try folder.write(Self.workflow, to: "workflow.yml")
        let refused = try await ekoflow([
            "run", "workflow.yml", "--env", "sandbox", "--max-sends", "0", "--json", "refused.json",
        ])
        #expect(refused.exitCode == 4)
        #expect(try await ekoflow(["report", "show", "refused.json"]).exitCode == 4)
    }

    @Test(
        "an unknown command is an error, also as a subcommand and in help",
        arguments: [
            (["rnu", "x"], "unknown command 'rnu'\n  = help: did you mean 'run'?"),
            (["watch", "x"], "unknown command 'watch'\n  = help: 'ekoflow --help' lists the commands"),
            (["help", "nope"], "unknown command 'nope'"),
            (["help", "import", "crul"], "unknown command 'crul'\n  = help: did you mean 'curl'?"),
            (["import", "nope", "x"], "unknown command 'nope'\n  = help: 'ekoflow import --help' lists the commands"),
            (["import", "swagger", "x"], "unknown command 'swagger'\n  = help: did you mean 'openapi'?"),
            (
                ["import", "bruno", "x"],
                "unknown command 'bruno'\n  = help: curl commands, Postman collections and OpenAPI"
            ),
        ])
    func unknownCommand(_ words: [String], _ message: String) async throws {
        let result = try await ekoflow(words)
        #expect(result.exitCode == 2)
        #expect(result.stderr.hasPrefix("error[unknown_command]: \(message)"), "\(result.stderr)")
        #expect(result.stdout == "")
    }

    @Test(
        "a command or a collection in place of its file is not repeated, because it may hold keys",
        arguments: [
            (["import", "curl", "curl https://a -H 'developer_key: hunter22'"], "found text that starts with 'curl'"),
            (["import", "curl", "K=hunter22 curl https://a"], "found text that starts with another word"),
            (["import", "curl", "curl", "https://a", "-H", "developer_key: hunter22"], "starts with 'curl'"),
            (["import", "postman", #"{"key":"hunter22"}"#], "starts with another word"),
            (["import", "curl -H 'developer_key: hunter22'"], "unknown command 'curl …'"),
            (["import", "curl", "missing.txt"], "cannot read missing.txt: no such file"),
        ])
    func textForFile(_ words: [String], _ message: String) async throws {
        let result = try await ekoflow(words)
        #expect(result.exitCode == 2)
        #expect(result.stderr.contains(message), "\(result.stderr)")
        #expect(!(result.stdout + result.stderr).contains("hunter22"))
    }

    @Test(
        "a syntax error in a file of variables shows no line of it",
        arguments: ["p: hunter22: x", "p: !hunter22", "p: *hunter22", "- hunter22"])
    func variablesWithPassword(_ text: String) async throws {
        try folder.write(Self.workflow, to: "workflow.yml")
        try folder.write(text + "\n", to: "vars.yml")
        let result = try await ekoflow(["run", "workflow.yml", "--env", "sandbox", "--vars-file", "vars.yml"])
        #expect(result.exitCode == 2)
        #expect(result.stderr.contains("--> vars.yml:1:"), "\(result.stderr)")
        #expect(!result.stderr.contains("hunter22"), "\(result.stderr)")
    }

    @Test("help for a command that exists", arguments: [["help", "run"], ["help", "import", "curl"], ["help"]])
    func knownCommand(_ words: [String]) async throws {
        #expect(try await ekoflow(words).exitCode == 0)
    }

    @Test("no colours if the output is not a terminal")
    func colours() async throws {
        try folder.write(Self.workflow, to: "workflow.yml")
        let result = try await ekoflow(
            ["run", "workflow.yml", "--env", "sandbox"], environment: ["TERM": "xterm-256color"])
        #expect(!result.stdout.contains("\u{1B}"))
    }

    private func ekoflow(
        _ arguments: [String], environment: [String: String] = [:],
        whileRunning: @escaping @Sendable (Int32) -> Void = { _ in }
    ) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(arguments, in: folder.url, environment: environment, whileRunning: whileRunning)
    }

    /// Runs a system tool, found by PATH. The test fails if it is missing; `make test` installs it.
    private func tool(_ name: String, _ arguments: [String]) async throws -> EkoflowProcess.Result {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try await EkoflowProcess.run(
            [name] + arguments, in: folder.url, environment: ["PATH": path],
            executable: URL(fileURLWithPath: "/usr/bin/env"))
    }
}
