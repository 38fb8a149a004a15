import Foundation

/// Runs the built `ekoflow` as people do, as a process of its own.
struct EkoflowProcess {
    struct Result {
        let exitCode: Int32
        let stdout: String
        let stderr: String
    }

    /// Beside the test program: the package builds both into one folder.
    static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "ekoflow")

    /// Nothing of the tests' own environment is passed on, but for what `environment` says. `whileRunning` is given the
    /// running process's identifier.
    static func run(
        _ arguments: [String], in folder: URL, environment: [String: String] = [:], executable: URL = executable,
        whileRunning: @escaping @Sendable (Int32) -> Void = { _ in }
    ) async throws -> Result {
        let process = try SpawnedProcess(executable, arguments, in: folder, environment: environment)
        // Threads at once: a task would wait until all tests that are ready have had their turn, and a server of a test would
        // so answer after the deadline of its client.
        let stdout = ThreadOfItsOwn { text(of: process.output) }
        let stderr = ThreadOfItsOwn { text(of: process.errors) }
        let action = ThreadOfItsOwn { whileRunning(process.identifier) }
        let (outputText, errorText) = await (stdout.value, stderr.value)
        await action.value
        let exitCode = await ThreadOfItsOwn { process.wait() }.value
        return Result(exitCode: exitCode, stdout: outputText, stderr: errorText)
    }

    private static func text(of pipe: FileHandle) -> String {
        String(decoding: (try? pipe.readToEnd()) ?? Data(), as: UTF8.self)
    }
}

/// What blocks must not take the threads on which the other tests run.
struct ThreadOfItsOwn<Value: Sendable>: Sendable {
    private let results: AsyncStream<Value>

    /// Starts at once.
    init(_ body: @escaping @Sendable () -> Value) {
        let (results, continuation) = AsyncStream<Value>.makeStream()
        self.results = results
        Thread.detachNewThread {
            continuation.yield(body())
            continuation.finish()
        }
    }

    /// To be asked for once.
    var value: Value {
        get async {
            for await result in results { return result }
            preconditionFailure("a thread gives its value once")
        }
    }
}

/// An empty folder that is gone after the test.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "ekoflow-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    @discardableResult
    func write(_ text: String, to path: String) throws -> URL {
        try write(Data(text.utf8), to: path)
    }

    @discardableResult
    func write(_ data: Data, to path: String) throws -> URL {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
        return file
    }

    func read(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appending(path: path)), as: UTF8.self)
    }
}
