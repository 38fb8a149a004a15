import Foundation
import Testing

@Suite("ekoflow ledger list and show", .timeLimit(.minutes(5)))
struct LedgerListTests {
    private let workspace: LedgerWorkspace

    init() throws { workspace = try LedgerWorkspace() }

    @Test("before the first run there is no ledger, and no command but a run makes one")
    func none() async throws {
        for verb in ["list", "status"] {
            let result = try await workspace.ledger(verb)
            #expect(result.exitCode == 0, "\(result.stderr)")
            #expect(result.stdout.hasPrefix("there is no ledger yet at "), "\(verb): \(result.stdout)")
        }
        #expect(try await workspace.ledger("list", "--json").stdout == "[]\n")
        #expect(try await workspace.ledger("status", "--json").stdout.contains("\"exists\": false"))
        for arguments in [["show", "X"], ["export"], ["settle"], ["prune", "--before", "1d"]] {
            let result = try await EkoflowProcess.run(
                ["ledger"] + arguments + ["--env", "local"], in: workspace.folder.url)
            #expect(result.exitCode == 3, "\(arguments): \(result.stdout)")
            #expect(result.stderr.contains("error[ledger_unusable]: there is no ledger yet"))
        }
        _ = try await workspace.ekoflow("plan", "workflow.yml")
        _ = try await workspace.ekoflow("doctor", "--env", "local")
        _ = try await workspace.ledger("status", "--trust-clock")
        #expect(!workspace.hasLedger)
        try await workspace.run()
        #expect(workspace.hasLedger)
    }

    @Test("the latest run is first, with what it sent and moved")
    func list() async throws {
        let first = try await workspace.run()
        let second = try await workspace.run()
        let list = try await workspace.ledger("list")
        #expect(list.exitCode == 0)
        let lines = list.stdout.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("\(second)  20"))
        #expect(lines[0].hasSuffix("  finished  1 SMS sent, 1 transfer of ₹500"))
        #expect(lines[1] == "    ekoflow run workflow.yml")
        #expect(lines[2].hasPrefix("\(first)  20"))
        let one = try await workspace.ledger("list", "--limit", "1")
        #expect(one.stdout.contains(second) && !one.stdout.contains(first))
        let json = try JSONSerialization.jsonObject(
            with: Data(try await workspace.ledger("list", "--json").stdout.utf8))
        let runs = try #require(json as? [[String: Any]])
        #expect(runs.map { $0["run"] as? String } == [second, first])
        #expect(runs[0]["state"] as? String == "finished")
        #expect(runs[0]["sms"] as? Int == 1)
        #expect(runs[0]["amount"] as? Int == 500)
        // The same by the path of the file, and not in the user's own ledger.
        let byFile = try await workspace.ekoflow("ledger", "list", "--file", "ledger.db")
        #expect(byFile.stdout == list.stdout)
        #expect(try await workspace.ekoflow("ledger", "list").stdout.hasPrefix("there is no ledger yet"))
    }

    @Test("a run shows its requests with masked numbers")
    func show() async throws {
        let run = try await workspace.run()
        let shown = try await workspace.ledger("show", run)
        #expect(shown.exitCode == 0)
        #expect(shown.stdout.contains("1. workflow.yml › send_otp\n"))
        #expect(shown.stdout.contains("answered, effect: happened"))
        #expect(shown.stdout.contains("1 SMS to 90xxxxx768  client_ref_id "))
        #expect(shown.stdout.contains("transfer of ₹500"))
        #expect(!shown.stdout.contains(LedgerWorkspace.number))
        let json = try await workspace.ledger("show", run, "--json")
        let object = try JSONSerialization.jsonObject(with: Data(json.stdout.utf8)) as? [String: Any]
        let requests = try #require(object?["requests"] as? [[String: Any]])
        #expect(requests.map { $0["step"] as? String } == ["send_otp", "dmt_transfer"])
        #expect(requests[0]["recipients"] as? String == "90xxxxx768")
        #expect(!json.stdout.contains(LedgerWorkspace.number))
    }

    @Test("a run that is not there, a wrong option and a file that is not a ledger are told")
    func wrong() async throws {
        try await workspace.run()
        let unknown = try await workspace.ledger("show", "NONE")
        #expect(unknown.exitCode == 2)
        #expect(unknown.stderr.contains("error[unknown_run]"))
        #expect(try await workspace.ledger("list", "--limit", "0").exitCode == 2)
        #expect(try await workspace.ledger("list", "--file", "ledger.db").exitCode == 2)
        try workspace.folder.write(String(repeating: "not a database ", count: 100), to: "notes.db")
        let notes = try await workspace.ekoflow("ledger", "list", "--file", "notes.db")
        #expect(notes.exitCode == 3)
        #expect(notes.stderr.contains("error[ledger_unusable]"), "\(notes.stderr)")
        let sandbox = try await workspace.ekoflow("ledger", "list", "--env", "sandbox")
        #expect(sandbox.exitCode == 2)
        #expect(sandbox.stderr.contains("the environment 'sandbox' has no ledger"))
    }

    @Test("what another program wrote into the database reaches no terminal as it is")
    func hostile() async throws {
        let run = try await workspace.run()
        try workspace.write(
            """
            UPDATE runs SET command = \(LedgerWorkspace.hostile), host = \(LedgerWorkspace.hostile),
                workspace = \(LedgerWorkspace.hostile);
            UPDATE claims SET workflow = \(LedgerWorkspace.hostile), step = \(LedgerWorkspace.hostile),
                outcome = \(LedgerWorkspace.hostile), environment = \(LedgerWorkspace.hostile),
                reference = \(LedgerWorkspace.hostile), recipients = \(LedgerWorkspace.hostile),
                claimed = 9223372036854775807, finished = -9223372036854775807, path = \(LedgerWorkspace.hostile);
            """)
        for arguments in [
            ["list"], ["list", "--json"], ["show", run], ["show", run, "--json"], ["export"], ["export", "--csv"],
            ["status"], ["settle"],
        ] {
            let result = try await EkoflowProcess.run(
                ["ledger"] + arguments + ["--env", "local"], in: workspace.folder.url)
            #expect(result.exitCode == (arguments == ["settle"] ? 3 : 0), "\(arguments): \(result.stderr)")
            #expect(LedgerWorkspace.isInert(result.stdout + result.stderr), "\(arguments)")
            #expect(!result.stdout.isEmpty)
        }
    }
}
