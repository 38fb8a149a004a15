import Foundation
import Synchronization
import Testing

@Suite("Files are sent from the disk, and a recorded run needs them no more", .timeLimit(.minutes(5)))
struct UploadTests {
    private let folder: TemporaryFolder
    private let server: LoopbackServer

    init() throws {
        (folder, server) = (try TemporaryFolder(), try LoopbackServer())
        try folder.write(
            """
            name: local
            base_url: http://127.0.0.1:\(server.port)
            initiator_id: "9962981729"
            credentials: { developer_key: { env: KEY }, access_key: { env: KEY } }
            """, to: "environments/local.yml")
    }

    private static let workflow = """
        environment: local
        steps:
          - call:
              method: POST
              path: /upload
              form:
                front: { file: ../files/a.bin }
                pages: [{ file: ../files/b.bin, name: "b page.bin" }, { file: ../files/c.bin, content_type: image/tiff }]
                note: "${{ env.name }}"
                form-data: { json: { purpose: test } }
            expect:
              body: { status: 0, size: "${{ request.body.pages[1].size }}" }
        """

    private func ekoflow(
        _ arguments: [String], whileRunning: @escaping @Sendable (Int32) -> Void = { _ in }
    ) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(
            arguments, in: folder.url, environment: ["KEY": "some-key-of-the-test"], whileRunning: whileRunning)
    }

    private static func bytes(_ seed: UInt64, count: Int) -> Data {
        var state = seed
        var bytes = Data(capacity: count)
        while bytes.count < count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            withUnsafeBytes(of: state) { bytes.append(contentsOf: $0) }
        }
        return bytes.prefix(count)
    }

    private struct Received {
        var head = ""
        var body: [UInt8] = []
        /// The most memory that the process had, in KiB.
        var memory = 0
    }

    /// Runs the workflow with three files of a size, and returns what the server got.
    private func upload(size: Int) async throws -> (received: Received, files: [Data]) {
        let files = (1...3).map { Self.bytes($0, count: size) }
        for (name, content) in zip(["a", "b", "c"], files) { try folder.write(content, to: "files/\(name).bin") }
        try folder.write(Self.workflow, to: "workflows/upload.yml")
        let received = Mutex(Received())
        let server = server
        let result = try await ekoflow(["run", "workflows/upload.yml"]) { process in
            var memory = 0
            let request = server.receiveRequest(answering: "{\"status\":0,\"size\":\(size)}") {
                memory = mostMemory(of: process)
            }
            guard let request else { return }
            received.withLock { $0 = Received(head: request.head, body: request.body, memory: memory) }
        }
        #expect(result.exitCode == 0, "\(result.stdout)\(result.stderr)")
        return (received.withLock(\.self), files)
    }

    @Test("three files of 20 MB arrive byte for byte, and are never in memory as a whole")
    func largeFiles() async throws {
        let small = try await upload(size: 10)
        let (received, files) = try await upload(size: 20_000_000)
        #expect(!received.head.contains("transfer-encoding"))
        #expect(received.head.contains("content-length: \(received.body.count)"))
        #expect(received.head.contains("content-type: multipart/form-data; boundary=ekoflow-"))
        var rest = received.body[...]
        func skip(to file: Data, after head: String) {
            guard let range = rest.prefix(2_000).firstRange(of: Array("\(head)\r\n\r\n".utf8)) else {
                Issue.record("no part with \(head)")
                return
            }
            rest = rest[range.upperBound...]
            #expect(rest.starts(with: file))
            rest = rest.dropFirst(file.count)
        }
        let type = "Content-Type: application/octet-stream"
        skip(to: files[0], after: "name=\"front\"; filename=\"a.bin\"\r\n\(type)")
        skip(to: files[1], after: "name=\"pages\"; filename=\"b page.bin\"\r\n\(type)")
        skip(to: files[2], after: "name=\"pages\"; filename=\"c.bin\"\r\nContent-Type: image/tiff")
        #expect(String(decoding: rest, as: UTF8.self).contains("name=\"note\"\r\n\r\nlocal\r\n"))
        #expect(small.received.memory > 0)
        #expect(received.memory - small.received.memory < 10_000, "\(small.received.memory) \(received.memory)")
    }

    @Test("a recorded run is judged again without its files")
    func recheck() async throws {
        _ = try await upload(size: 10)
        let report = try folder.read("reports/journal.jsonl")
        #expect(report.contains("{\"file\":\"b page.bin\",\"size\":10,\"sha256\":\""))
        try FileManager.default.removeItem(at: folder.url.appending(path: "files"))
        let again = try await ekoflow(["recheck"])
        #expect(again.exitCode == 0, "\(again.stdout)\(again.stderr)")
        #expect(again.stdout.contains("1 passed · nothing was sent"))
        // A run needs them.
        let run = try await ekoflow(["run", "workflows/upload.yml"])
        #expect(run.exitCode == 2)
        #expect(run.stderr.contains("error[unreadable_file]: cannot read ../files/a.bin"))
    }

    @Test("a file outside of the workspace, or none, is an error at its place before the first request")
    func outside() async throws {
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "files"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.appending(path: "files/link").path, withDestinationPath: "/etc/hostname")
        for path in ["../files/link", "../../../../../../../../etc/hostname", "/etc/hostname", "none", "../files"] {
            try folder.write(
                """
                environment: local
                steps:
                  - call: { method: GET, path: / }
                  - call: { method: POST, path: /, form: { f: { file: \(path) } } }

                """, to: "workflows/upload.yml")
            for command in ["run", "validate"] {
                let result = try await ekoflow([command, "workflows/upload.yml"])
                #expect(result.exitCode == 2, "\(path)")
                #expect(result.stderr.contains("error[unreadable_file]: cannot read \(path): "), "\(result.stderr)")
                #expect(result.stderr.contains(" --> workflows/upload.yml:4:"), "\(result.stderr)")
            }
        }
    }

    @Test("a plan shows fields and files, also as options of curl that curl understands")
    func plan() async throws {
        for name in ["a", "b", "c"] { try folder.write("abc", to: "files/\(name).bin") }
        let more = """

              - call: { method: PUT, path: /fields, urlencoded: { "a b": "ü & \\"q\\"", l: [1, 2] } }
              - call: { method: POST, path: /text, body: "it's" }

            """
        try folder.write(Self.workflow + more, to: "workflows/upload.yml")
        let text = try await ekoflow(["plan", "workflows/upload.yml"])
        #expect(text.stdout.contains("sends the file files/a.bin, 3 bytes"), "\(text.stdout)\(text.stderr)")
        let json = try await ekoflow(["plan", "workflows/upload.yml", "--json"])
        #expect(json.stdout.contains("\"file\": \"files/b.bin\""), "\(json.stdout)\(json.stderr)")
        #expect(!json.stdout.contains("boundary"))
        let curl = try await ekoflow(["plan", "workflows/upload.yml", "--curl", "--show-recipients"])
        #expect(
            curl.stdout.contains(#"--form 'pages=@"files/b.bin";type=application/octet-stream;filename="b page.bin"'"#))
        #expect(curl.stdout.contains("--data-urlencode 'a%20b=ü & \"q\"'"))
        try folder.write(curl.stdout, to: "script.sh")
        let server = server
        let received = Mutex<[(head: String, body: String)]>([])
        let script = ["-e", "script.sh"]
        let result = try await EkoflowProcess.run(
            script, in: folder.url,
            environment: ["EKO_DEVELOPER_KEY": "k", "EKO_ACCESS_KEY": "k", "PATH": "/usr/bin:/bin"],
            executable: URL(fileURLWithPath: "/bin/bash")
        ) { _ in
            for _ in 0..<3 {
                guard let request = server.receiveRequest(answering: "{}") else { return }
                received.withLock { $0.append((request.head, String(decoding: request.body, as: UTF8.self))) }
            }
        }
        #expect(result.exitCode == 0, "\(result.stderr)")
        let requests = received.withLock(\.self)
        try #require(requests.count == 3)
        #expect(requests[0].body.contains("name=\"front\"; filename=\"a.bin\"\r\n"))
        #expect(requests[0].body.contains("name=\"form-data\"\r\n\r\n{\"purpose\":\"test\"}\r\n"))
        #expect(requests[0].body.contains("name=\"initiator_id\"\r\n\r\n9962981729\r\n"))
        #expect(requests[1].head.contains("content-type: application/x-www-form-urlencoded"))
        #expect(
            requests[1].body.replacing("+", with: "%20").hasPrefix(
                "a%20b=%C3%BC%20%26%20%22q%22&l=1&l=2&initiator_id=9962981729&"))
        #expect(requests[2].body == "it's")
        #expect(requests[2].head.contains("content-type: text/plain; charset=utf-8"))
    }

    @Test("text and bytes of an answer are judged again")
    func recheckOfText() async throws {
        let workflow = """
            environment: local
            steps:
              - call: { method: GET, path: /page }
                expect:
                  text: { contains: Welcome }
                  bytes: { size: 7, sha256: 0e2226b5235f0ff94a276eb4d07a3bfea74b7e3b8b85e9efca6c18430f041bf8 }

            """
        try folder.write(workflow, to: "workflows/page.yml")
        let server = server
        let result = try await ekoflow(["run", "workflows/page.yml"]) { _ in
            _ = server.receiveRequest(answering: "Welcome")
        }
        #expect(result.exitCode == 0, "\(result.stdout)\(result.stderr)")
        #expect(try await ekoflow(["recheck"]).exitCode == 0)
        let others = [("Welcome }", "Goodbye }"), ("size: 7", "size: 8"), ("0e22", "0e23")]
        for (expected, other) in others {
            try folder.write(workflow.replacing(expected, with: other), to: "workflows/page.yml")
            #expect(try await ekoflow(["recheck"]).exitCode == 1, "\(other)")
        }
    }
}

/// The most memory that a running process had, in KiB; 0 if it cannot be found out.
private func mostMemory(of process: Int32) -> Int {
    #if os(Linux)
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    #else
        var usage = rusage_info_v4()
        let status = withUnsafeMutablePointer(to: &usage) { pointer in
            pointer.withMemoryRebound(to: rusage_info_t?.self, capacity: 1) { pointer in
                proc_pid_rusage(process, RUSAGE_INFO_V4, pointer)
            }
        }
        return status == 0 ? Int(usage.ri_lifetime_max_phys_footprint >> 10) : 0
    #endif
}
