import Foundation
import Synchronization
import Testing

@Suite("A run watches over its journal and its memory", .timeLimit(.minutes(5)))
struct LostJournalTests {
    private let folder: TemporaryFolder
    private let server: LoopbackServer

    init() throws {
        (folder, server) = (try TemporaryFolder(), try LoopbackServer())
        try folder.write(
            "name: local\nbase_url: http://127.0.0.1:\(server.port)\ninitiator_id: '9962981729'\ncredentials: { developer_key: { env: A }, access_key: { env: A } }\n",
            to: "environments/local.yml")
        try folder.write(
            "environment: local\nsteps:\n  - call: { method: GET, path: /x }\n    expect: { outcome: any }\n  - send_otp: { mobile: '9002336768', csp_id: c }\n",
            to: "workflow.yml")
    }

    /// Runs the workflow, and does something while its first request waits for the answer.
    private func run(_ action: @escaping @Sendable (_ process: Int32, _ folder: URL) -> Void) async throws
        -> EkoflowProcess.Result
    {
        let (server, url) = (server, folder.url)
        return try await EkoflowProcess.run(
            ["run", "workflow.yml", "--timeout", "20s"], in: url, environment: ["A": "some-key"]
        ) { process in
            server.echoNextRequest { action(process, url) }
        }
    }

    @Test("if the journal was removed or replaced, nothing more is sent", arguments: ["folder", "file", "replaced"])
    func lost(_ what: String) async throws {
        let result = try await run { _, folder in
            let journal = folder.appending(path: "reports/journal.jsonl")
            let removed = what == "folder" ? folder.appending(path: "reports") : journal
            try? FileManager.default.removeItem(at: removed)
            if what == "replaced" { try? Data("of another run\n".utf8).write(to: journal) }
        }
        #expect(result.exitCode == 3)
        #expect(
            result.stdout.contains(
                "error: nothing was sent: the journal cannot be written: reports/journal.jsonl was removed, replaced or shortened during the run"
            ), "\(result.stdout)")
        #expect(result.stdout.contains("no SMS") || result.stdout.contains("0 SMS"), "\(result.stdout)")
        #expect(
            result.stderr.contains(
                "the journal reports/journal.jsonl is incomplete: reports/journal.jsonl was removed, replaced or shortened during the run"
            ), "\(result.stderr)")
    }

    @Test("if the journal was shortened, nothing more is sent")
    func shortened() async throws {
        let send = "  - send_otp: { mobile: '9002336768', csp_id: c }\n    continue_on_failure: true\n"
        try folder.write("environment: local\nsteps:\n\(send)\(send)", to: "workflow.yml")
        let result = try await run { _, folder in
            try? Data().write(to: folder.appending(path: "reports/journal.jsonl"), options: [])
        }
        #expect(result.exitCode == 3)
        #expect(
            result.stdout.contains(
                "the journal cannot be written: reports/journal.jsonl was removed, replaced or shortened"),
            "\(result.stdout)")
    }

    #if os(Linux)
        @Test("the memory of a run, which has the keys, gets into no core dump")
        func coreDump() async throws {
            try folder.write(
                "environment: local\nsteps:\n  - call: { method: GET, path: /x }\n    expect: { http: 200 }\n",
                to: "workflow.yml")
            let seen = Mutex((limits: "", owner: uid_t.max))
            _ = try await run { process, _ in
                let limits = (try? String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)) ?? ""
                var status = stat()
                stat("/proc/\(process)/environ", &status)
                seen.withLock { $0 = (limits, status.st_uid) }
            }
            let (limits, owner) = seen.withLock(\.self)
            #expect(limits.contains(#/Max core file size +0 +0 /#), "\(limits)")
            // What is not dumpable belongs to root.
            #expect(owner == 0)
        }
    #endif
}
