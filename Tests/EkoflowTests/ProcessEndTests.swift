import Foundation
import Testing

// Elsewhere, the loader does not tell what it does.
#if os(Linux)
    @Suite("The end of the process", .timeLimit(.minutes(5)))
    struct ProcessEndTests {
        private let workspace: LedgerWorkspace

        init() throws { workspace = try LedgerWorkspace() }

        /// Whether the exit handlers of libraries ran, which the loader tells.
        private func runsExitHandlers(
            _ executable: URL, _ arguments: [String], endsWith code: Int
        ) async throws -> Bool {
            let result = try await EkoflowProcess.run(
                arguments, in: workspace.folder.url, environment: ["LD_DEBUG": "files", "LD_DEBUG_OUTPUT": "loader"],
                executable: executable)
            #expect(Int(result.exitCode) == code, "\(result.stderr)")
            let names = try FileManager.default.contentsOfDirectory(atPath: workspace.folder.url.path)
                .filter { $0.hasPrefix("loader.") }
            #expect(!names.isEmpty)
            return try names.contains { try workspace.folder.read($0).contains("calling fini") }
        }

        @Test(
            "the exit handlers of libraries, which do not expect that threads still run, are not called",
            arguments: [
                (["run", "workflow.yml"], 0), (["run", "workflow.yml", "--env", "nowhere"], 2),
                (["no-such-command"], 2), (["ledger"], 2), (["--version"], 0),
            ])
        func exitHandlers(arguments: [String], code: Int) async throws {
            #expect(try await !runsExitHandlers(EkoflowProcess.executable, arguments, endsWith: code))
        }

        @Test("another program calls them")
        func otherProgram() async throws {
            #expect(try await runsExitHandlers(URL(fileURLWithPath: "/bin/true"), [], endsWith: 0))
        }
    }
#endif
