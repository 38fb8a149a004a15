import Foundation
import SQLDatabase
import SQLite
import Testing

/// A workspace with an environment `local`, whose ledger is a file beside it.
struct LedgerWorkspace {
    let folder: TemporaryFolder
    static let number = "9002336768"

    /// `limits` are YAML in braces.
    init(_ endpoint: String = "sandbox: embedded", limits: String = "{}") throws {
        folder = try TemporaryFolder()
        try writeEnvironment(endpoint, limits: limits)
        try folder.write(
            "name: Two sends\nenvironment: local\nsteps:\n  - send_otp: { mobile: '\(Self.number)', csp_id: c }\n  - \(Self.transfer(500))\n",
            to: "workflow.yml")
    }

    func writeEnvironment(_ endpoint: String, limits: String = "{}", initiator: String = "9962981729") throws {
        let limits = limits == "{}" ? "" : "limits: \(limits)\n"
        try folder.write(
            "name: local\n\(endpoint)\ninitiator_id: '\(initiator)'\nledger: { file: ../ledger.db }\n\(limits)",
            to: "environments/local.yml")
    }

    static func transfer(_ amount: Int) -> String {
        "call: { operation: dmt_transfer, with: { recipient_id: 1, amount: \(amount), customer_id: '\(number)', otp: 1, otp_ref_id: 2 } }"
    }

    func ekoflow(_ arguments: String...) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(arguments, in: folder.url)
    }

    /// `ekoflow ledger VERB … --env local`.
    func ledger(_ arguments: String...) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(["ledger"] + arguments + ["--env", "local"], in: folder.url)
    }

    /// Runs the workflow, which must pass, and returns the name of the run.
    @discardableResult
    func run() async throws -> String {
        let result = try await ekoflow("run", "workflow.yml")
        try #require(result.exitCode == 0, "\(result.stdout)\(result.stderr)")
        return try await lastRun()
    }

    func lastRun() async throws -> String {
        let list = try await ledger("list", "--json", "--limit", "1")
        return String(try #require(list.stdout.firstMatch(of: #/"run":"(\w+)"/#)).1)
    }

    /// Writes into the database, as another program can.
    func write(_ script: String) throws {
        let path = folder.url.appending(path: "ledger.db").path
        try SQLiteConnection(path: path, mode: .readWriteCreate, busyTimeout: .seconds(10)).execute(script)
    }

    var hasLedger: Bool { FileManager.default.fileExists(atPath: folder.url.appending(path: "ledger.db").path) }

    /// An escape sequence of terminals, a command of a CI engine and a line break, as an expression of SQL.
    static let hostile = "char(27) || '[31mred' || char(10) || '::error::x' || char(10) || '##[error]y' || char(8238)"

    /// What a hostile text must not leave in an output.
    static func isInert(_ output: String) -> Bool {
        !output.unicodeScalars.contains { $0.value == 27 || $0.value == 0x202E } && !output.contains("\n::error")
            && !output.contains("\n##[error]")
    }
}
