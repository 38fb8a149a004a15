import Foundation
import Testing

@Suite("ekoflow ledger prune and status", .timeLimit(.minutes(5)))
struct LedgerPruneTests {
    private let workspace: LedgerWorkspace

    init() throws {
        workspace = try LedgerWorkspace(
            limits: "{ per_day: 3, per_month: 50, max_sends_per_recipient_per_day: 9, max_amount_per_day: 2000 }")
    }

    @Test("old runs are forgotten and told, later ones stay, and so does what counts today")
    func prune() async throws {
        let old = try await workspace.run()
        try workspace.write("UPDATE runs SET started = started - 8640000000, ended = ended - 8640000000")
        let kept = try await workspace.run()
        let pruned = try await workspace.ledger("prune", "--before", "90d")
        #expect(pruned.exitCode == 0, "\(pruned.stderr)")
        #expect(pruned.stdout.hasPrefix("forgot 1 run that ended before "))
        #expect(pruned.stdout.hasSuffix(", with 2 requests\n"), "\(pruned.stdout)")
        let list = try await workspace.ledger("list").stdout
        #expect(list.contains(kept) && !list.contains(old))
        #expect(try await workspace.ledger("show", old).exitCode == 2)
        #expect(try await workspace.ledger("status").stdout.contains(": 2 of at most 3, 1 left\n"))
    }

    @Test("a run that can be resumed is left, and told")
    func unfinished() async throws {
        try await workspace.run()
        try workspace.write("UPDATE runs SET end_state = 'interrupted', started = started - 8640000000")
        let pruned = try await workspace.ledger("prune", "--before", "2d")
        #expect(pruned.stdout.contains("forgot 0 runs"))
        #expect(pruned.stdout.contains("left 1 run that can be resumed"), "\(pruned.stdout)")
    }

    @Test("a run removes the counts of past months at its start")
    func cleaned() async throws {
        try await workspace.run()
        let period = "INSERT INTO budgets (account, period, person, sends, amount) VALUES (1, '2020-01-31', 'x', 1, 0)"
        try workspace.write(period)
        try await workspace.run()
        // There is no such row any more that another could be in the way of.
        try workspace.write(period)
        #expect(try await workspace.ledger("prune", "--before", "1d").stdout.contains("forgot 1 count of days"))
    }

    @Test("a date that is wrong or in the future is an error, and nothing is forgotten")
    func dates() async throws {
        let run = try await workspace.run()
        for date in ["2099-01-01", "2026-13-01", "90", "-1d", "d", "2026-1-1", "tomorrow"] {
            let result = try await workspace.ledger("prune", "--before=\(date)")
            #expect(result.exitCode == 2, "\(date): \(result.stdout)")
        }
        #expect(try await workspace.ledger("prune").exitCode == 2)
        #expect(try await workspace.ledger("list").stdout.contains(run))
    }

    @Test("status shows where the ledger is, what it has, and what is left of each budget")
    func status() async throws {
        try await workspace.run()
        let status = try await workspace.ledger("status")
        #expect(status.exitCode == 0 && status.stderr == "", "\(status.stderr)")
        #expect(status.stdout.contains("/ledger.db\n  version 1, 1 run, 2 requests, "), "\(status.stdout)")
        #expect(status.stdout.contains("\nlocal  sandbox:embedded 99xxxxx729, days in +05:30\n"))
        #expect(status.stdout.contains(": 1 of at most 3, 2 left\n"))
        #expect(status.stdout.contains(": 1 of at most 50, 49 left\n"))
        #expect(status.stdout.contains(": ₹500 of at most ₹2000, ₹1500 left\n"))
        let json = try await workspace.ledger("status", "--json")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.stdout.utf8)) as? [String: Any])
        let environment = try #require((object["environments"] as? [[String: Any]])?.first)
        #expect((environment["per_day"] as? [String: Int]) == ["used": 1, "limit": 3, "left": 2])
        #expect(object["exists"] as? Bool == true && object["runs"] as? Int == 1)
        // An environment with another ledger has no place here.
        try workspace.folder.write(
            "name: other\nsandbox: embedded\ninitiator_id: '9962981729'\nledger: { file: ../other.db }\n",
            to: "environments/other.yml")
        #expect(try await !workspace.ledger("status").stdout.contains("\nother  "))
        // One that cannot be read does not hide the others.
        try workspace.folder.write("name: broken\n", to: "environments/broken.yml")
        let broken = try await workspace.ledger("status")
        #expect(broken.exitCode == 0 && broken.stdout.contains("\nlocal  "))
        #expect(broken.stderr.contains("the budgets of 'broken' is not known"), "\(broken.stderr)")
    }

    @Test("an entry with a time in the future is told, until the clock is trusted")
    func trustClock() async throws {
        try await workspace.run()
        let future = Int(Date().timeIntervalSince1970 * 1_000) + 3_600_000
        try workspace.write("UPDATE ledger SET value = '\(future)' WHERE key = 'clock'")
        let behind = try await workspace.ledger("status")
        #expect(behind.stderr.contains("behind the latest entry, so nothing will be sent"), "\(behind.stderr)")
        #expect(try await workspace.ekoflow("run", "workflow.yml").exitCode == 4)
        let doctor = try await workspace.ekoflow("doctor", "--env", "local")
        #expect(doctor.exitCode == 3)
        #expect(doctor.stdout.contains("✗ ledger: "))
        #expect(try await workspace.ledger("status", "--trust-clock").stderr == "")
        try await workspace.run()
    }
}
