import Foundation
import PostgreSQL
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Which database keeps the ledger of a test.
enum LedgerKind: CaseIterable, Sendable {
    case file
    case postgreSQL
}

/// A workspace whose environment is not a sandbox for ekoflow, so that it keeps a ledger. Its people are a sandbox's.
final class TextedPeople: Sendable {
    let folder: TemporaryFolder
    private let sandbox: SandboxProcess
    private let variables: [String: String]

    init(_ ledger: LedgerKind, limits: String = "max_sends: 100") async throws {
        folder = try TemporaryFolder()
        sandbox = try await SandboxProcess.start(in: folder.url)
        var variables = ["DEVELOPER_KEY": "sandbox-developer-key", "ACCESS_KEY": "sandbox-access-key"]
        var place = ""
        if ledger == .postgreSQL {
            variables["LEDGER_URL"] = try Self.database()
            place = "ledger: { postgres: { env: LEDGER_URL } }"
        }
        self.variables = variables
        try folder.write(
            """
            name: near
            base_url: \(sandbox.origin)/ekoapi/v3
            initiator_id: "9962981729"
            credentials: { developer_key: { env: DEVELOPER_KEY }, access_key: { env: ACCESS_KEY } }
            otp_source: sandbox
            limits: { \(limits) }
            \(place)
            """, to: "environments/near.yml")
    }

    /// A case for each number: it is sent an OTP, which is then verified.
    func write(numbers: [String]) throws {
        let rows = numbers.enumerated().map { "  - { case_name: c\($0 + 1), mobile: \"\($1)\" }\n" }.joined()
        try folder.write(
            """
            environment: near
            cases:
            \(rows)
            steps:
              - id: send
                send_otp: { mobile: "${{ case.mobile }}", csp_id: c }
                timeout: 60s
                capture: { tid: data.tid }
              - verify_otp: { mobile: "${{ case.mobile }}" }
            """, to: "workflows/send.yml")
    }

    func read(_ name: String) throws -> String { try folder.read(name) }

    func run(
        _ arguments: [String] = [], of path: String = "workflows/send.yml",
        whileRunning: @escaping @Sendable (Int32) -> Void = { _ in }
    ) async throws -> EkoflowProcess.Result {
        try await EkoflowProcess.run(
            ["run", path] + arguments, in: folder.url, environment: variables, whileRunning: whileRunning)
    }

    /// Runs several at once, each with its own arguments and its own reports.
    func atOnce(_ arguments: [[String]], with shared: [String] = []) async throws -> [EkoflowProcess.Result] {
        try await withThrowingTaskGroup(of: (Int, EkoflowProcess.Result).self) { group in
            for (index, own) in arguments.enumerated() {
                group.addTask {
                    (index, try await self.run(own + shared + ["--junit", "reports/\(index).xml"]))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Kills a run after so many messages have arrived.
    func run(
        killedAfter count: Int, _ arguments: [String] = [], of path: String = "workflows/send.yml"
    ) async throws -> EkoflowProcess.Result {
        let inbox = try #require(URL(string: "\(sandbox.origin)/_sandbox/inbox"))
        return try await run(arguments, of: path) { pid in
            while ((try? Self.mobiles(Data(contentsOf: inbox)).count) ?? 0) < count, Self.runs(pid) {}
            kill(pid, SIGKILL)
        }
    }

    /// Texts two people, and is killed while it waits for the answer about the second.
    func beKilledAtSecondPerson() async throws {
        try write(numbers: ["9002336701", "9002336702"])
        try await behave(#"{"endpoint":"send_otp","mobile":"9002336702","fault":"silent"}"#)
        _ = try await run(killedAfter: 2)
    }

    /// Ends a run as CI systems do, after it has called an endpoint.
    func run(
        endedAfterCallOf endpoint: String, _ arguments: [String] = [], of path: String = "workflows/send.yml"
    ) async throws -> EkoflowProcess.Result {
        let calls = try #require(URL(string: "\(sandbox.origin)/_sandbox/calls?endpoint=\(endpoint)"))
        let before = try await URLSession.shared.data(from: calls).0
        return try await run(arguments, of: path) { pid in
            while (try? Data(contentsOf: calls)) ?? before == before, Self.runs(pid) {}
            kill(pid, SIGTERM)
        }
    }

    /// Starts a workflow that waits for the answer of `banks`, and ends it there.
    func beEndedWhileItWaits(_ arguments: [String] = [], of path: String = "workflows/send.yml") async throws {
        try await behave(#"{"endpoint":"banks","status":347}"#)
        _ = try await run(endedAfterCallOf: "banks", arguments, of: path)
        try await behaveAsUsual()
    }

    /// False also for a process that has ended and waits to be collected.
    private static func runs(_ pid: Int32) -> Bool {
        #if os(Linux)
            guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
            return !status.contains(") Z ")
        #else
            var name = [CTL_KERN, KERN_PROC, KERN_PROC_PID, pid]
            var found = kinfo_proc()
            var count = MemoryLayout<kinfo_proc>.size
            guard sysctl(&name, UInt32(name.count), &found, &count, nil, 0) == 0 else { return false }
            return count > 0 && Int32(found.kp_proc.p_stat) != SZOMB
        #endif
    }

    /// The numbers that were texted, once for each message.
    func arrivals() async throws -> [String] {
        let url = try #require(URL(string: "\(sandbox.origin)/_sandbox/inbox"))
        return try Self.mobiles(try await URLSession.shared.data(from: url).0)
    }

    private static func mobiles(_ json: Data) throws -> [String] {
        struct Inbox: Decodable {
            struct Message: Decodable { let mobile: String }
            let messages: [Message]
        }
        return try JSONDecoder().decode(Inbox.self, from: json).messages.map(\.mobile)
    }

    /// Makes the sandbox behave otherwise.
    func behave(_ behaviour: String) async throws { try await sandbox.post("behaviours", behaviour) }

    /// Makes the sandbox answer as usual again.
    func behaveAsUsual() async throws { try await sandbox.control("DELETE", "behaviours") }

    /// A new database of the tests' server.
    private static func database() throws -> String {
        let server = try #require(
            getenv("EKOFLOW_TEST_POSTGRES").map { String(cString: $0) },
            "these tests need a server of PostgreSQL: 'make test' starts one")
        let name = "e\(UInt64.random(in: 0 ... .max))"
        try PostgreSQLConnection(url: server).execute("CREATE DATABASE \(name)")
        return server.prefix(through: try #require(server.lastIndex(of: "/"))) + name
    }
}
