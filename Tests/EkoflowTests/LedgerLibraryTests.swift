import Foundation
import Testing

// Elsewhere, no variable of the environment makes the loader find another library.
#if os(Linux)
    @Suite("SQLite's library", .timeLimit(.minutes(5)))
    struct LedgerLibraryTests {
        /// The portable program has SQLite in it.
        private static let isLoaded = ProcessInfo.processInfo.environment["EKOFLOW_TEST_BINARY"] == nil

        @Test(
            "without SQLite's library, a run with a ledger sends nothing and says what to install",
            .enabled(if: isLoaded, "the program under test has SQLite in it"))
        func missing() async throws {
            let workspace = try LedgerWorkspace()
            // The first library that is found with this name.
            try workspace.folder.write("no library", to: "libraries/libsqlite3.so.0")
            func ekoflow(_ arguments: String...) async throws -> EkoflowProcess.Result {
                try await EkoflowProcess.run(
                    arguments, in: workspace.folder.url,
                    environment: ["LD_LIBRARY_PATH": workspace.folder.url.appending(path: "libraries").path])
            }
            let run = try await ekoflow("run", "workflow.yml")
            #expect(run.exitCode == 4, "\(run.stdout)\(run.stderr)")
            #expect(
                run.stderr.contains("the library of SQLite, libsqlite3.so.0, is not installed or is older than 3.35"))
            #expect(run.stderr.contains("in Debian and Ubuntu, it is in the package libsqlite3-0"))
            #expect(!run.stdout.contains("SMS sent"))
            #expect(!workspace.hasLedger)

            // What needs no ledger does not need the library.
            #expect(try await ekoflow("--version").exitCode == 0)
            #expect(try await ekoflow("validate", "workflow.yml").exitCode == 0)
            // The same workspace with the system's library.
            try await workspace.run()
        }
    }
#endif
