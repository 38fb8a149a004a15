import Foundation
import Testing

@Suite("ekoflow ledger export", .timeLimit(.minutes(5)))
struct LedgerExportTests {
    private let workspace: LedgerWorkspace

    init() throws { workspace = try LedgerWorkspace() }

    @Test("JSON and CSV have the same requests, each in a line")
    func formats() async throws {
        let run = try await workspace.run()
        let json = try await workspace.ledger("export")
        #expect(json.exitCode == 0)
        #expect(try await workspace.ledger("export", "--json").stdout == json.stdout)
        let requests = try #require(
            try JSONSerialization.jsonObject(with: Data(json.stdout.utf8)) as? [[String: Any]])
        #expect(requests.count == 2)
        #expect(json.stdout.split(separator: "\n").count == 4)
        let csv = try await workspace.ledger("export", "--csv").stdout
        let lines = csv.split(separator: "\r\n")
        #expect(csv.hasSuffix("\r\n"))
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("\"run\",\"part\",\"start\",\"environment\""))
        #expect(lines[1].hasPrefix("\"\(run)\",,1,\"local\""))
        #expect(lines[2].contains(",500,"))
        #expect(!csv.contains(LedgerWorkspace.number) && !json.stdout.contains(LedgerWorkspace.number))
    }

    @Test("only the requests of a run, or since a day; an empty list is an empty array")
    func filters() async throws {
        let first = try await workspace.run()
        try workspace.write("UPDATE claims SET claimed = 1767225600000")  // 2026-01-01T00:00:00Z
        let second = try await workspace.run()
        func runs(_ arguments: String...) async throws -> Set<String> {
            let result = try await EkoflowProcess.run(
                ["ledger", "export", "--env", "local"] + arguments, in: workspace.folder.url)
            #expect(result.exitCode == 0, "\(result.stderr)")
            return Set(result.stdout.matches(of: #/"run":"(\w+)"/#).map { String($0.1) })
        }
        #expect(try await runs() == [first, second])
        #expect(try await runs("--run", first) == [first])
        #expect(try await runs("--since", "1d") == [second])
        // The day begins at midnight in India, which is before midnight in UTC.
        #expect(try await runs("--since", "2026-01-01") == [first, second])
        #expect(try await runs("--since", "2026-01-02") == [second])
        #expect(try await runs("--since", "2099-01-01") == [])
        #expect(try await workspace.ledger("export", "--since", "2099-01-01").stdout == "[]\n")
        #expect(try await workspace.ledger("export", "--since", "yesterday").exitCode == 2)
        #expect(try await workspace.ledger("export", "--run", "NONE").exitCode == 2)
        #expect(try await workspace.ledger("export", "--csv", "--json").exitCode == 2)
    }

    @Test(
        "a cell that a spreadsheet would take for a formula begins with an apostrophe, another does not",
        arguments: ["=1+1", "+1", "-1", "@x", "  =1", "＝1", "\"=1"])
    func formulas(_ text: String) async throws {
        try await workspace.run()
        try workspace.write("UPDATE claims SET step = '\(text)', workflow = 'a=1'")
        let csv = try await workspace.ledger("export", "--csv").stdout
        #expect(csv.contains(",\"'\(text.replacing("\"", with: "\"\""))\","), "\(csv)")
        #expect(csv.contains(",\"a=1\","))
        // JSON has the text as it is.
        let escaped = text.replacing("\"", with: "\\\"")
        #expect(try await workspace.ledger("export").stdout.contains("\"step\":\"\(escaped)\""))
    }

    @Test("many requests come out completely, a page after the other")
    func many() async throws {
        try await workspace.run()
        try workspace.write(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO claims (run, step_key, attempt, start, process, state, outcome, account, environment, workflow,
                case_title, repetition, step, effects, method, path, recipients, persons, sends, transfers, amount,
                priced, day, claimed)
            SELECT 1, 'k' || i, 1, 1, 'p', 'answered', 'happened', 1, 'local', 'w', '', 1, 'step ' || i, 'texts', 'POST',
                '/', '', '', 1, 0, 0, 0, '2026-01-01', 1 FROM n
            """)
        let csv = try await workspace.ledger("export", "--csv").stdout.split(separator: "\r\n")
        #expect(csv.count == 3_003)
        #expect(csv.last?.contains("\"step 3000\"") == true)
        let json = try await workspace.ledger("export", "--json").stdout
        #expect((try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [Any])?.count == 3_002)
    }
}
