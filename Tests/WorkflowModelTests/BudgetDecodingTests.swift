import Testing

@testable import WorkflowModel

@Suite("An environment file says what a day and a month may have, when they begin, and where they are counted")
struct BudgetDecodingTests {
    private static let api =
        "name: x\ninitiator_id: '9962981729'\nbase_url: https://a\ncredentials: {developer_key: {env: A}, access_key: {file: ~/b}}\n"
    private static let sandbox = "name: x\ninitiator_id: '9962981729'\nsandbox: embedded\n"

    @Test("budgets are read, and are apart from the limits of one run")
    func budgets() throws {
        let text =
            Self.api
            + "limits: {max_sends: 5, per_day: 100, per_month: 2000, max_sends_per_recipient_per_day: 3, max_amount_per_day: 500}\n"
        let limits = try #require(decodeEnvironment(text).environment).limits
        #expect(
            limits.budgets
                == PeriodBudgets(
                    sendsPerDay: 100, sendsPerMonth: 2000, sendsPerRecipientPerDay: 3,
                    amountPerDay: Rupees(paise: 50_000)))
        #expect(limits.maximum == 5)
        #expect(limits.budgets.areSet)
        let none = try #require(decodeEnvironment(Self.api + "limits: {max_sends: 5}\n").environment).limits
        #expect(!none.budgets.areSet)
        #expect(none.areSet)
    }

    @Test(
        "each budget alone is set",
        arguments: ["per_day", "per_month", "max_sends_per_recipient_per_day", "max_amount_per_day"])
    func alone(_ key: String) throws {
        let limits = try #require(decodeEnvironment(Self.api + "limits: {\(key): 1}\n").environment).limits
        #expect(limits.budgets.areSet)
        #expect(!limits.areSet)
    }

    @Test("the options of a command line do not change budgets")
    func tightened() {
        let budgets = PeriodBudgets(sendsPerDay: 100)
        let (limits, loosened) = EffectLimits(maximum: 5, budgets: budgets).tightened(by: EffectLimits(maximum: 2))
        #expect(limits == EffectLimits(maximum: 2, budgets: budgets))
        #expect(loosened == [])
    }

    @Test(
        "a time zone is UTC, an offset or Asia/Kolkata, and India's without the key",
        arguments: [
            ("", "+05:30"), ("time_zone: UTC\n", "UTC"), ("time_zone: +01:00\n", "+01:00"),
            ("time_zone: '-03:30'\n", "-03:30"), ("time_zone: Asia/Kolkata\n", "+05:30"),
        ])
    func timeZone(_ line: String, _ zone: String) throws {
        #expect(try #require(decodeEnvironment(Self.sandbox + line).environment).timeZone.text == zone)
    }

    @Test(
        "a ledger is a file, a database whose URL is in a variable, or the user's own; a sandbox has none by itself",
        arguments: [
            (api, "user", []), (sandbox, "none", []), (api + "ledger: {file: ../ledger.db}\n", "file ../ledger.db", []),
            (sandbox + "ledger: {file: ~/ledger.db}\n", "file ~/ledger.db", []),
            (api + "ledger: {postgres: {env: TEAM_LEDGER}}\n", "postgres TEAM_LEDGER", ["TEAM_LEDGER"]),
        ] as [(String, String, [String])])
    func ledger(_ text: String, _ place: String, _ variables: [String]) throws {
        let environment = try #require(decodeEnvironment(text).environment)
        let found =
            switch environment.ledger {
            case nil: "none"
            case .user: "user"
            case .file(let path): "file \(path.value)"
            case .postgres(let name): "postgres \(name.value)"
            }
        #expect(found == place)
        #expect(environment.credentialVariables.filter { $0 != "A" } == variables)
    }

    @Test(
        "a problem is reported with its ID and location",
        arguments: [
            ("limits: {per_day: 0}\nledger: {file: a}\n", ["wrong_type 4:19-4:20"]),
            ("limits: {per_month: '7'}\nledger: {file: a}\n", ["wrong_type 4:21-4:24"]),
            ("limits: {max_sends_per_recipient_per_day: 1.5}\nledger: {file: a}\n", ["wrong_type 4:43-4:46"]),
            ("limits: {max_amount_per_day: -1}\nledger: {file: a}\n", ["wrong_type 4:30-4:32"]),
            ("limits: {per_day: 1, max_sends: 1}\n", ["budget_without_ledger 4:10-4:17"]),
            (
                "limits: {max_amount_per_day: 1, max_sends_per_recipient_per_day: 1, per_month: 1}\n",
                [
                    "budget_without_ledger 4:10-4:28", "budget_without_ledger 4:33-4:64",
                    "budget_without_ledger 4:69-4:78",
                ]
            ),
            ("limits: {max_sends: 1}\n", []), ("limits: {per_day: 1}\nledger: {file: a}\n", []),
            ("time_zone: Europe/Berlin\n", ["wrong_type 4:12-4:25"]), ("time_zone: +15:00\n", ["wrong_type 4:12-4:18"]),
            ("time_zone: [UTC]\n", ["wrong_type 4:12-4:17"]),
            ("ledger: {file: a, postgres: {env: B}}\n", ["two_ledgers 4:19-4:27"]),
            ("ledger: {path: a}\n", ["unknown_key 4:10-4:14"]), ("ledger: {}\n", ["wrong_type 4:1-4:7"]),
            ("ledger: a.db\n", ["wrong_type 4:1-4:7"]), ("ledger: [{file: a}]\n", ["wrong_type 4:1-4:7"]),
            ("ledger: {file: ''}\n", ["wrong_type 4:16-4:18"]),
            ("ledger: {postgres: {env: ''}}\n", ["wrong_type 4:26-4:28"]),
            ("ledger: {postgres: {env: '${{ env.B }}'}}\n", ["expression_not_allowed 4:26-4:40"]),
            ("ledger: {postgres: {env: $B}}\n", ["literal_credential 4:10-4:18"]),
            ("ledger: {postgres: }\n", ["literal_credential 4:10-4:18"]),
        ] as [(String, [String])])
    func problems(_ lines: String, _ expected: [String]) {
        #expect(decodeEnvironment(Self.sandbox + lines).diagnostics.map(\.brief) == expected)
    }

    @Test("a limit over a day on a sandbox without a ledger says what to add")
    func helpOfBudget() {
        let diagnostics = decodeEnvironment(Self.sandbox + "limits: {per_day: 1}\n").diagnostics
        #expect(diagnostics.map(\.help) == ["add ledger: { file: PATH }, or remove 'per_day'"])
    }

    @Test(
        "the URL of a ledger in any form is an error that shows neither the value nor its line",
        arguments: [
            "ledger: postgresql://user:hunter-22@host/db", "ledger: {postgres: 'postgresql://user:hunter-22@host/db'}",
            "ledger: {postgres: {url: 'postgresql://user:hunter-22@host/db'}}",
            "ledger: {postgres: {env: 'postgresql://user:hunter-22@host/db'}}", "ledger: {postgres: {env: hunter-22}}",
            "ledger: {postgres: host=a password=hunter-22}", "ledger: {postgres: {env: A, password: hunter-22}}",
            "ledger: {url: 'postgres://user:hunter-22@host/db'}",
            "ledger: {file: 'postgresql://user:hunter-22@host/db'}",
            "ledger: {'postgresql://user:hunter-22@host/db': }", "ledger: ['postgresql://user:hunter-22@host/db']",
            "ledger: hunter-22", "ledger: qa:hunter-22@host/a.db",
        ])
    func literalURL(_ line: String) {
        let diagnostics = decodeEnvironment(Self.api + line + "\n").diagnostics
        #expect(diagnostics.count == 1)
        #expect(diagnostics.allSatisfy { $0.hidesSource })
        #expect(diagnostics.filter { ($0.message + ($0.help ?? "")).contains("hunter") }.isEmpty)
    }
}
