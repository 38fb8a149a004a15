import Foundation
import Testing

@Suite("ekoflow ledger settle", .timeLimit(.minutes(10)))
struct LedgerSettleTests {
    private let workspace: LedgerWorkspace

    init() throws { workspace = try LedgerWorkspace() }

    /// Runs a transfer whose answer is lost, on a sandbox of its own, and then does something with the sandbox there.
    private func lostTransfer(
        _ behaviour: String = "", step: String = "", then action: (SandboxProcess) async throws -> Void
    ) async throws {
        let sandbox = try await SandboxProcess.start(in: workspace.folder.url)
        try workspace.writeEnvironment("sandbox: \(sandbox.origin)")
        try workspace.folder.write(
            "environment: local\nsteps:\n  - name: lost\n    \(LedgerWorkspace.transfer(500))\n\(step)",
            to: "workflow.yml")
        try await sandbox.post("behaviours", #"{"endpoint":"dmt_transfer",\#(behaviour)"fault":"close_before"}"#)
        let run = try await workspace.ekoflow("run", "workflow.yml")
        #expect(run.exitCode == 3, "\(run.stdout)\(run.stderr)")
        try await action(sandbox)
        _ = await sandbox.stop()
    }

    private func request() async throws -> (state: Substring, outcome: Substring) {
        let json = try await workspace.ledger("export").stdout
        let match = try #require(json.firstMatch(of: #/"state":"(\w+)","outcome":"(\w+)"/#))
        return (match.1, match.2)
    }

    @Test("a transfer that was made is found, and the ledger knows it; its state stays, so that it is not made again")
    func happened() async throws {
        try await lostTransfer { _ in
            #expect(try await workspace.ledger("list").stdout.contains("1 transfer of ₹500 may have been made"))
            let settled = try await workspace.ledger("settle")
            #expect(settled.exitCode == 0, "\(settled.stdout)\(settled.stderr)")
            #expect(settled.stdout.contains("✓ "))
            #expect(settled.stdout.contains("the API has this transaction: tx_status 0, success"))
            let (state, outcome) = try await request()
            #expect(state == "unknown" && outcome == "happened")
            let list = try await workspace.ledger("list").stdout
            #expect(list.contains("1 transfer of ₹500") && !list.contains("may have been made"))
            let again = try await workspace.ledger("settle")
            #expect(again.exitCode == 0)
            #expect(again.stdout == "the outcome of every request is known\n")
        }
    }

    @Test("a transfer that failed did not happen, and one that is awaited stays unknown")
    func awaited() async throws {
        try await lostTransfer(#""tx_status":2,"#) { sandbox in
            let waiting = try await workspace.ledger("settle", "--json")
            #expect(waiting.exitCode == 3)
            #expect(waiting.stdout.contains("\"result\":\"awaited\""), "\(waiting.stdout)")
            #expect(try await request().outcome == "unknown")
            let reference = try #require(waiting.stdout.firstMatch(of: #/"client_ref_id":"(\w+)"/#)).1
            try await sandbox.post("transactions", #"{"client_ref_id":"\#(reference)","tx_status":1}"#)
            let run = try await workspace.lastRun()
            let failed = try await workspace.ledger("settle", run)
            #expect(failed.exitCode == 0)
            #expect(try await request().outcome == "did_not_happen")
        }
    }

    @Test("what the API does not know stays unknown")
    func notFound() async throws {
        try await lostTransfer { sandbox in
            try await sandbox.post("reset", "{}")
            let lost = try await workspace.ledger("settle")
            #expect(lost.exitCode == 3)
            #expect(lost.stdout.contains("the API has no transaction with this reference"), "\(lost.stdout)")
            #expect(try await request().outcome == "unknown")
            #expect(try await workspace.ledger("settle", "NONE").exitCode == 2)
        }
    }

    @Test(
        "the user's ledger is asked about in the environments of its names, and a request of another account is not asked about"
    )
    func accounts() async throws {
        try await lostTransfer { sandbox in
            try workspace.writeEnvironment("sandbox: \(sandbox.origin)", initiator: "9812345678")
            let other = try await workspace.ledger("settle")
            #expect(other.exitCode == 3)
            #expect(other.stdout.contains("99xxxxx729, and the environment 'local' is"), "\(other.stdout)")
            try workspace.writeEnvironment("sandbox: \(sandbox.origin)")
            let named = try await workspace.ekoflow("ledger", "settle", "--file", "ledger.db")
            #expect(named.exitCode == 0, "\(named.stdout)\(named.stderr)")
            try workspace.write("UPDATE claims SET outcome = 'unknown', environment = 'gone'")
            let gone = try await workspace.ekoflow("ledger", "settle", "--file", "ledger.db")
            #expect(gone.exitCode == 3)
            #expect(gone.stdout.contains("there is no environment 'gone' here"), "\(gone.stdout)")
        }
    }

    @Test("a run that still runs is left alone")
    func running() async throws {
        try await lostTransfer { _ in
            let sandbox = try await SandboxProcess.start(in: workspace.folder.url)
            try await sandbox.post("behaviours", #"{"endpoint":"send_otp","delay":"100s"}"#)
            try workspace.folder.write(
                "environment: local\nsteps:\n  - send_otp: { mobile: '9002336768', csp_id: c }\n    timeout: 200s\n",
                to: "slow.yml")
            try workspace.writeEnvironment("sandbox: \(sandbox.origin)")
            try workspace.write("UPDATE claims SET outcome = 'happened'")
            let run = try SpawnedProcess(
                EkoflowProcess.executable, ["run", "slow.yml"], in: workspace.folder.url,
                environment: ["XDG_STATE_HOME": workspace.folder.url.appending(path: ".state").path])
            var isClaimed = false
            for _ in 0..<200 where !isClaimed {
                isClaimed = try await workspace.ledger("export").stdout.contains("\"state\":\"claimed\"")
                if !isClaimed { try await Task.sleep(for: .milliseconds(50)) }
            }
            #expect(isClaimed)
            let settled = try await workspace.ledger("settle")
            #expect(settled.exitCode == 3)
            #expect(settled.stdout == "left 1 request of runs that still run\n", "\(settled.stdout)")
            #expect(try await workspace.ledger("list").stdout.contains("  running  1 SMS may have been sent"))
            run.send(SIGKILL)
            _ = await ThreadOfItsOwn { run.wait() }.value
            #expect(try await workspace.ledger("list").stdout.contains("  cut off  1 SMS may have been sent"))
            let asked = try await workspace.ledger("settle")
            #expect(asked.exitCode == 0)
            #expect(asked.stdout.hasPrefix("✓ "), "\(asked.stdout)")
            _ = await sandbox.stop()
        }
    }
}
