import Foundation
import PostgreSQL
import Testing

@Suite("ekoflow ledger on PostgreSQL", .timeLimit(.minutes(5)))
struct LedgerPostgreSQLTests {
    private let folder: TemporaryFolder
    private let url: String

    struct Missing: Error, CustomStringConvertible {
        let description = "these tests need a server of PostgreSQL: 'make test' starts one"
    }

    init() throws {
        folder = try TemporaryFolder()
        guard let server = ProcessInfo.processInfo.environment["EKOFLOW_TEST_POSTGRES"] else { throw Missing() }
        let name = "t\(UInt64.random(in: 0 ... .max))"
        try PostgreSQLConnection(url: server).execute("CREATE DATABASE \(name)")
        url = server[...(try #require(server.lastIndex(of: "/")))] + name
        try folder.write(
            "name: team\nsandbox: embedded\ninitiator_id: '9962981729'\nlimits: { per_day: 1 }\nledger: { postgres: { env: TEAM_LEDGER } }\n",
            to: "environments/team.yml")
        try folder.write(
            "environment: team\nsteps:\n  - send_otp: { mobile: '9002336768', csp_id: c }\n", to: "workflow.yml")
    }

    private func ekoflow(_ arguments: String..., url: String? = nil) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(arguments, in: folder.url, environment: ["TEAM_LEDGER": url ?? self.url])
    }

    @Test("all commands work as on a file")
    func commands() async throws {
        let none = try await ekoflow("ledger", "list", "-e", "team")
        #expect(none.exitCode == 0 && none.stdout == "there is no ledger yet in this PostgreSQL database\n")
        let before = try await ekoflow("doctor", "-e", "team")
        #expect(before.stdout.contains("✓ ledger: in PostgreSQL: none yet"), "\(before.stdout)")
        #expect(try await ekoflow("plan", "workflow.yml").exitCode == 0)
        #expect(try await ekoflow("run", "workflow.yml").exitCode == 0)
        #expect(try await ekoflow("plan", "workflow.yml").exitCode == 4)
        let list = try await ekoflow("ledger", "list", "-e", "team")
        #expect(list.stdout.contains("  finished  1 SMS sent\n"), "\(list.stdout)\(list.stderr)")
        let run = String(try #require(list.stdout.split(separator: " ").first))
        #expect(try await ekoflow("ledger", "show", run, "-e", "team").stdout.contains("1 SMS to 90xxxxx768"))
        #expect(try await ekoflow("ledger", "export", "-e", "team").stdout.contains("\"run\":\"\(run)\""))
        #expect(try await ekoflow("ledger", "settle", "-e", "team").exitCode == 0)
        let status = try await ekoflow("ledger", "status", "-e", "team")
        #expect(status.stdout.contains("PostgreSQL 1") && status.stdout.contains("connection without encryption"))
        #expect(status.stdout.contains(": 1 of at most 1, 0 left\n"), "\(status.stdout)")
        #expect(status.stderr == "")
        #expect(try await ekoflow("doctor", "-e", "team").stdout.contains("✓ ledger: in PostgreSQL, 1 run, 1 request"))
        let pruned = try await ekoflow("ledger", "prune", "--before", "0d", "-e", "team")
        #expect(pruned.stdout.contains("forgot 1 run"), "\(pruned.stdout)\(pruned.stderr)")
        #expect(try await ekoflow("ledger", "list", "-e", "team").stdout == "the ledger has no runs\n")
    }

    @Test("a database that cannot be reached is told without its password, and the plan is shown all the same")
    func unreachable() async throws {
        let lost = "postgresql://tester:a-secret-password@127.0.0.1:1/x"
        for verb in ["list", "status", "settle", "export"] {
            let result = try await ekoflow("ledger", verb, "-e", "team", url: lost)
            #expect(result.exitCode == 3, "\(verb): \(result.stdout)")
            #expect(result.stderr.contains("error[ledger_unusable]"))
            #expect(!(result.stdout + result.stderr).contains("a-secret-password"))
        }
        let plan = try await ekoflow("plan", "workflow.yml", url: lost)
        #expect(plan.exitCode == 0)
        #expect(plan.stderr.contains("warning[ledger_unusable]"))
        #expect(!(plan.stdout + plan.stderr).contains("a-secret-password"))
        let doctor = try await ekoflow("doctor", "-e", "team", url: lost)
        #expect(doctor.exitCode == 3)
        #expect(doctor.stdout.contains("✗ ledger: "))
        #expect(!doctor.stdout.contains("a-secret-password"))
    }

    @Test("without the variable nothing is looked up, and the place of the reference is shown")
    func noVariable() async throws {
        let result = try await EkoflowProcess.run(["ledger", "list", "-e", "team"], in: folder.url)
        #expect(result.exitCode == 2)
        #expect(result.stderr.contains("error[missing_credential]: the environment variable TEAM_LEDGER is not set"))
        #expect(result.stderr.contains("environments/team.yml:5"))
    }
}
