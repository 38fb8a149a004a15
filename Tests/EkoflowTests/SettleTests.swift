import Foundation
import Testing

@Suite("settle asks the API about requests whose outcome is unknown", .timeLimit(.minutes(10)))
struct SettleTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let transfer =
        "call: { operation: dmt_transfer, with: { recipient_id: 1, amount: 500, customer_id: '9002336768', otp: 1, otp_ref_id: 2 } }"

    /// Runs a transfer whose answer is lost, on a sandbox of its own, and then does something with the sandbox there.
    private func lostTransfer(
        _ behaviour: String, then action: (SandboxProcess) async throws -> Void
    ) async throws {
        let sandbox = try await SandboxProcess.start(in: folder.url)
        try folder.write(
            "name: local\nsandbox: \(sandbox.origin)\ninitiator_id: '9962981729'\n", to: "environments/local.yml")
        try folder.write(
            "environment: local\nsteps:\n  - name: lost\n    \(Self.transfer)\n  - call: { operation: banks }\n",
            to: "workflow.yml")
        try await sandbox.post("behaviours", behaviour)
        let run = try await ekoflow(["run", "workflow.yml"])
        #expect(run.exitCode == 3, "\(run.stdout)\(run.stderr)")
        #expect(run.stdout.contains("1 transfer of ₹500 may have been made"), "\(run.stdout)")
        try await action(sandbox)
        _ = await sandbox.stop()
    }

    private func ekoflow(_ arguments: [String]) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(arguments, in: folder.url)
    }

    @Test("a transfer that was made is found, and reports count it")
    func happened() async throws {
        try await lostTransfer(#"{"endpoint":"dmt_transfer","fault":"close_before"}"#) { sandbox in
            let settled = try await ekoflow(["settle"])
            #expect(settled.exitCode == 0, "\(settled.stdout)\(settled.stderr)")
            #expect(settled.stdout.contains("the API has this transaction: tx_status 0, success"))
            let shown = try await ekoflow(["report", "show"])
            #expect(shown.stdout.contains("1 transfer of ₹500 (sandbox"), "\(shown.stdout)")
            #expect(!shown.stdout.contains("may have been made"))
            // It stays an error: nobody judged its answer.
            #expect(shown.exitCode == 3)
            // What is in the file beside the journal is not believed: the API is asked again.
            let again = try await ekoflow(["settle"])
            #expect(again.stdout.contains("tx_status 0, success"), "\(again.stdout)")
            #expect(again.exitCode == 0)
        }
    }

    @Test("a transfer that is awaited is not settled until it is over, and may fail then")
    func awaited() async throws {
        try await lostTransfer(#"{"endpoint":"dmt_transfer","tx_status":2,"fault":"close_before"}"#) { sandbox in
            let waiting = try await ekoflow(["settle"])
            #expect(waiting.exitCode == 3)
            #expect(waiting.stdout.contains("tx_status 2, awaited"), "\(waiting.stdout)\(waiting.stderr)")
            let json = try await ekoflow(["settle", "--json"])
            let reference = try #require(json.stdout.firstMatch(of: #/"client_ref_id":"(\w+)"/#)).1
            try await sandbox.post("transactions", #"{"client_ref_id":"\#(reference)","tx_status":1}"#)
            let failed = try await ekoflow(["settle"])
            #expect(failed.exitCode == 0)
            #expect(failed.stdout.contains("tx_status 1, failed"), "\(failed.stdout)")
            let shown = try await ekoflow(["report", "show"])
            #expect(!shown.stdout.contains("transfer"), "\(shown.stdout)")
        }
    }

    @Test("what the API does not know, or cannot be asked about, stays unknown")
    func unknown() async throws {
        try await lostTransfer(#"{"endpoint":"dmt_transfer","fault":"close_before"}"#) { sandbox in
            try await sandbox.post("behaviours", #"{"endpoint":"transaction","http":503}"#)
            let unanswered = try await ekoflow(["settle"])
            #expect(unanswered.exitCode == 3)
            #expect(unanswered.stdout.contains("the API answered HTTP 503"), "\(unanswered.stdout)")
            try await sandbox.post("reset", "{}")
            let lost = try await ekoflow(["settle"])
            #expect(lost.exitCode == 3)
            #expect(lost.stdout.contains("the API has no transaction with this reference"), "\(lost.stdout)")
            let shown = try await ekoflow(["report", "show"])
            #expect(shown.stdout.contains("1 transfer of ₹500 may have been made"))
        }
    }

    @Test("a sandbox that was a part of the run has ended with it")
    func embedded() async throws {
        try folder.write(
            "environment: sandbox\nsteps:\n  - send_otp: { mobile: '0000140001', csp_id: c }\n", to: "workflow.yml")
        #expect(try await ekoflow(["run", "workflow.yml"]).exitCode == 3)
        let settled = try await ekoflow(["settle"])
        #expect(settled.exitCode == 3)
        #expect(settled.stdout.contains("its sandbox was a part of the run"), "\(settled.stdout)")
    }

    @Test("a run without unknown outcomes needs nothing, and a run that is not there is told")
    func nothing() async throws {
        #expect(try await ekoflow(["settle"]).exitCode == 2)
        try folder.write(
            "environment: sandbox\nsteps:\n  - send_otp: { mobile: '9002336768', csp_id: c }\n", to: "workflow.yml")
        #expect(try await ekoflow(["run", "workflow.yml"]).exitCode == 0)
        let settled = try await ekoflow(["settle"])
        #expect(settled.exitCode == 0)
        #expect(settled.stdout.contains("the outcome of every request"))
    }

    /// A journal of a lost transfer, of a workflow at a path.
    private func writeJournal(file: String, reference: String = "REF9") throws {
        let step = #"{"name":"tr","kind":"call","file":"\#(file)","line":4,"expects":[]}"#
        try folder.write(
            """
            {"event":"run","journal":1,"ekoflow":"0.1.0","run":"RUN1","time":"2026-01-02T03:04:05Z","environments":["t"],"planned":1}
            {"event":"suite","suite":0,"name":"w","file":"\(file)","class":"a","environment":"t","host":"h","started":"2026-01-02T03:04:05","at":1,"steps":[\(step)]}
            {"event":"request","suite":0,"step":"tr","effects":["moves_money"],"amount":10,"method":"POST","path":"/x","client_ref_id":"\(reference)","time":"2026-01-02T03:04:05Z"}

            """, to: "reports/journal.jsonl")
    }

    @Test("a journal that names a file outside its workspace runs nothing, and sends no key there")
    func otherWorkspace() async throws {
        let other = try TemporaryFolder()
        let mark = other.url.appending(path: "mark").path
        try other.write("environment: t\nsteps: [{ wait: 1s }]\n", to: "workflows/a.yml")
        try other.write(
            "name: t\nbase_url: http://127.0.0.1:9\ninitiator_id: '9962981729'\ncredentials: { developer_key: { command: [touch, '\(mark)'] }, access_key: { env: A } }\n",
            to: "environments/t.yml")
        try folder.write("name: t\nsandbox: embedded\ninitiator_id: '9962981729'\n", to: "environments/t.yml")
        let path = other.url.appending(path: "workflows/a.yml").path
        for file in [path, "../\(other.url.lastPathComponent)/workflows/a.yml", "/etc/passwd"] {
            try writeJournal(file: file)
            let settled = try await ekoflow(["settle"])
            #expect(settled.exitCode == 2, "\(settled.stdout)")
            #expect(settled.stderr.contains("outside its workspace"), "\(settled.stderr)")
            #expect(!FileManager.default.fileExists(atPath: mark))
        }
    }

    @Test("what a server says in its own words is not repeated, and an unreadable state settles nothing")
    func hostileAnswers() async throws {
        let server = try LoopbackServer()
        try folder.write(
            "name: t\nbase_url: http://127.0.0.1:\(server.port)\ninitiator_id: '9962981729'\ncredentials: { developer_key: { env: A }, access_key: { env: A } }\n",
            to: "environments/t.yml")
        try folder.write("environment: t\nsteps: [{ wait: 1s }]\n", to: "workflows/a.yml")
        try writeJournal(file: "workflows/a.yml")
        let answers = [
            #"{"status":463,"message":"bad key some-long-key mobile 9812345678"}"#,
            #"{"status":0,"data":{}}"#, #"{"status":0,"data":{"tx_status":"failed"}}"#,
            #"{"status":0,"data":{"tx_status":null}}"#, #"{"status":0,"data":{"tx_status":99}}"#,
            #"{"status":0,"data":{"tx_status":"0","client_ref_id":"OTHER"}}"#,
            #"{"status":0,"data":{"tx_status":"0"},"data":{"tx_status":"1"}}"#,
            #"{"status":0,"data":{"tx_status":"1","tx_status":"0"}}"#,
            #"{"status":0,"data":{"tx_status":1,"client_ref_id":"x","client_ref_id":null}}"#,
        ]
        for answer in answers {
            let result = try await EkoflowProcess.run(
                ["settle"], in: folder.url, environment: ["A": "some-long-key"]
            ) { _ in _ = server.receiveRequest(answering: answer) }
            #expect(result.exitCode == 3, "\(answer): \(result.stdout)\(result.stderr)")
            let written = try folder.read("reports/settled-RUN1.json")
            for text in [result.stdout, written] {
                #expect(!text.contains("some-long-key") && !text.contains("9812345678"), "\(text)")
            }
        }
    }

    @Test("a file beside the journal can neither put words into reports nor change what is known")
    func forged() async throws {
        try await lostTransfer(#"{"endpoint":"dmt_transfer","fault":"close_before"}"#) { _ in
            let settled = try await ekoflow(["settle", "--json"])
            let run = try #require(settled.stdout.firstMatch(of: #/"run":"(\w+)"/#)).1
            let file = "reports/settled-\(run).json"
            let text = try folder.read(file)
            let forgeries = [
                text.replacing("\"step\":\"lost\"", with: "\"step\":\"other\""),
                text.replacing("\"result\":\"happened\"", with: "\"result\":\"unanswered\",\"x\":\"call 9812345678\""),
            ]
            for forged in forgeries {
                try folder.write(forged, to: file)
                let shown = try await ekoflow(["report", "show"])
                #expect(shown.stdout.contains("1 transfer of ₹500 may have been made"), "\(shown.stdout)")
                #expect(!shown.stdout.contains("9812345678"))
            }
            try folder.write("my own notes\n", to: file)
            let refused = try await ekoflow(["settle"])
            #expect(refused.exitCode == 3)
            #expect(refused.stderr.contains("is not a file of 'ekoflow settle'"), "\(refused.stderr)")
            #expect(try folder.read(file) == "my own notes\n")
        }
    }
}
