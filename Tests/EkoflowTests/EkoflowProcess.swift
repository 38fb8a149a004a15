import Foundation

/// Runs the built `ekoflow` as a separate process, as people do.
struct EkoflowProcess {
    struct Result {
        let exitCode: Int32
        let stdout: String
        let stderr: String
    }

    /// The package builds it into the same folder as the test program.
    static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "ekoflow")

    /// The process gets only the variables in `environment`, none of the tests' own. `whileRunning` gets the identifier
    /// of the running process.
    static func run(
        _ arguments: [String], in folder: URL, environment: [String: String] = [:], executable: URL = executable,
        whileRunning: @escaping @Sendable (Int32) -> Void = { _ in }
    ) async throws -> Result {
        let process = try SpawnedProcess(executable, arguments, in: folder, environment: environment)
        // Threads start at once. A task would wait for all other tests that are ready, and a test's server would answer
        // only after its client's deadline.
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

/// For blocking work, which must not block the threads of the other tests.
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

    /// Must be read only once.
    var value: Value {
        get async {
            for await result in results { return result }
            preconditionFailure("a thread gives its value once")
        }
    }
}

/// An empty folder that is deleted after the test.
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
