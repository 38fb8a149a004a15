import Foundation
import Testing

@Suite("plan and doctor know what is left of budgets", .timeLimit(.minutes(5)))
struct PlanBudgetTests {
    /// The environment's limits, and what the plan then says after one run of one SMS and a transfer of ₹500.
    static let cases: [(limits: String, refused: String?)] = [
        ("{ per_day: 2 }", nil),
        ("{ per_day: 1 }", "1 SMS is more than what is left of per_day, 0"),
        ("{ per_month: 2 }", nil),
        ("{ per_month: 1 }", "1 SMS is more than what is left of per_month, 0"),
        ("{ max_sends_per_recipient_per_day: 2 }", nil),
        (
            "{ max_sends_per_recipient_per_day: 1 }",
            "1 SMS to 90xxxxx768 is more than what is left of max_sends_per_recipient_per_day, 0"
        ),
        ("{ max_amount_per_day: 1000 }", nil),
        ("{ max_amount_per_day: 999 }", "₹500 in transfers are more than what is left of max_amount_per_day, ₹499"),
    ]

    @Test("a plan that exceeds what is left is refused, one that does not is not", arguments: cases)
    func left(_ limits: String, _ refused: String?) async throws {
        let workspace = try LedgerWorkspace(limits: limits)
        let before = try await workspace.ekoflow("plan", "workflow.yml")
        #expect(before.exitCode == 0, "\(before.stdout)")
        #expect(before.stdout.contains("before this run: SMS on "))
        #expect(!workspace.hasLedger)
        try await workspace.run()
        let plan = try await workspace.ekoflow("plan", "workflow.yml")
        #expect(plan.exitCode == (refused == nil ? 0 : 4), "\(plan.stdout)")
        #expect(plan.stdout.contains("refused: \(refused ?? "")") == (refused != nil), "\(plan.stdout)")
        let json = try await workspace.ekoflow("plan", "workflow.yml", "--json")
        #expect(json.exitCode == plan.exitCode)
        if let refused { #expect(json.stdout.contains("\"\(refused)\"")) }
        // A run is judged in the same way.
        let run = try await workspace.ekoflow("run", "workflow.yml")
        #expect(run.exitCode == plan.exitCode, "\(run.stdout)")
    }

    @Test(
        "environments of one account have their budget together, those of two accounts do not",
        arguments: [true, false])
    func twoEnvironments(_ isOneAccount: Bool) async throws {
        let workspace = try LedgerWorkspace(limits: "{ per_day: 1 }")
        try workspace.folder.write(
            "name: second\nsandbox: embedded\ninitiator_id: '\(isOneAccount ? "9962981729" : "9962981720")'\nledger: { file: ../ledger.db }\nlimits: { per_day: 1 }\n",
            to: "environments/second.yml")
        let step = "steps:\n  - send_otp: { mobile: '9002336768', csp_id: c }\n"
        try workspace.folder.write("environment: local\n\(step)", to: "w/a.yml")
        try workspace.folder.write("environment: second\n\(step)", to: "w/b.yml")
        let plan = try await workspace.ekoflow("plan", "w")
        #expect(plan.exitCode == (isOneAccount ? 4 : 0), "\(plan.stdout)")
        #expect(plan.stdout.contains("refused: 2 SMS are more than what is left of per_day, 1") == isOneAccount)
        #expect(try await workspace.ekoflow("run", "w").exitCode == plan.exitCode)
    }

    @Test("JSON has what was used and what is left, also for each number, which is masked")
    func json() async throws {
        let workspace = try LedgerWorkspace(
            limits: "{ per_day: 10, max_sends_per_recipient_per_day: 4, max_amount_per_day: 5000 }")
        try await workspace.run()
        let plan = try await workspace.ekoflow("plan", "workflow.yml", "--json")
        let object = try JSONSerialization.jsonObject(with: Data(plan.stdout.utf8)) as? [String: Any]
        let environment = try #require((object?["environments"] as? [[String: Any]])?.first)
        let budgets = try #require(environment["budgets"] as? [String: Any])
        #expect(budgets["per_day"] as? [String: Int] == ["used": 1, "limit": 10, "left": 9])
        #expect(budgets["per_month"] as? [String: Int] == ["used": 1])
        #expect(budgets["max_amount_per_day"] as? [String: Int] == ["used": 500, "limit": 5000, "left": 4500])
        let recipient = try #require((budgets["recipients"] as? [[String: Any]])?.first)
        #expect(recipient["number"] as? String == "90xxxxx768" && recipient["left"] as? Int == 3)
    }

    @Test("without budgets and without a ledger there is nothing to tell; with a ledger, what was used")
    func noBudgets() async throws {
        let workspace = try LedgerWorkspace()
        let before = try await workspace.ekoflow("plan", "workflow.yml")
        #expect(!before.stdout.contains("before this run"))
        #expect(try await !workspace.ekoflow("plan", "workflow.yml", "--json").stdout.contains("\"budgets\""))
        try await workspace.run()
        let plan = try await workspace.ekoflow("plan", "workflow.yml")
        #expect(plan.stdout.contains(": 1\n") && plan.stdout.contains("before this run: SMS in "))
        #expect(plan.exitCode == 0)
    }

    @Test("a ledger that cannot be read is a warning of the plan, and an error of doctor")
    func unreadable() async throws {
        let workspace = try LedgerWorkspace(limits: "{ per_day: 1 }")
        try workspace.folder.write(String(repeating: "not a database ", count: 100), to: "ledger.db")
        let plan = try await workspace.ekoflow("plan", "workflow.yml")
        #expect(plan.exitCode == 0, "\(plan.stdout)")
        #expect(plan.stderr.contains("warning[ledger_unusable]"), "\(plan.stderr)")
        let doctor = try await workspace.ekoflow("doctor", "--env", "local")
        #expect(doctor.exitCode == 3)
        #expect(doctor.stdout.contains("✗ ledger: the ledger "), "\(doctor.stdout)")
    }

    @Test("doctor shows budgets, and where the ledger is")
    func doctor() async throws {
        let workspace = try LedgerWorkspace(limits: "{ per_day: 7, max_amount_per_day: 900 }")
        let before = try await workspace.ekoflow("doctor", "--env", "local")
        #expect(before.exitCode == 0, "\(before.stdout)")
        #expect(
            before.stdout.contains(
                "✓ budgets: at most 7 SMS a day, at most ₹900 in transfers a day, over all runs; days begin in +05:30\n"
            ))
        #expect(before.stdout.contains("ledger.db: none yet, the first run makes it\n"))
        #expect(!workspace.hasLedger)
        try await workspace.run()
        let after = try await workspace.ekoflow("doctor", "--env", "local")
        #expect(after.stdout.contains("ledger.db, 1 run, 2 requests\n"), "\(after.stdout)")
        let sandbox = try await workspace.ekoflow("doctor", "--env", "sandbox")
        #expect(!sandbox.stdout.contains("ledger") && !sandbox.stdout.contains("budgets"))
    }
}
