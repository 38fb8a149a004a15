import Foundation
import Synchronization

/// Runs the built `ekoflow` as a separate process, as people do.
struct EkoflowProcess {
    struct Result {
        let exitCode: Int32
        let stdout: String
        let stderr: String
    }

    /// `EKOFLOW_TEST_BINARY` names another build to test, for example the portable binary. Otherwise it is the one that the
    /// package builds into the same folder as the test program.
    static let executable =
        ProcessInfo.processInfo.environment["EKOFLOW_TEST_BINARY"].map { URL(fileURLWithPath: $0) }
        ?? testProgram.deletingLastPathComponent().appending(path: "ekoflow")

    private static var testProgram: URL {
        #if os(Linux)
            URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        #else
            // There, another program loads the tests, which are a bundle.
            Bundle(for: SpawnedProcess.self).bundleURL
        #endif
    }

    /// The process gets only the variables in `environment`, none of the tests' own, and a place for its ledger in the folder. `whileRunning` gets the identifier
    /// of the running process. `input` is its standard input, which is empty otherwise.
    static func run(
        _ arguments: [String], in folder: URL, environment: [String: String] = [:], executable: URL = executable,
        input: String? = nil, whileRunning: @escaping @Sendable (Int32) -> Void = { _ in }
    ) async throws -> Result {
        let file = try input.map { text in
            let file = FileManager.default.temporaryDirectory.appending(path: "ekoflow-input-\(UUID().uuidString)")
            try Data(text.utf8).write(to: file)
            return file
        }
        defer { if let file { try? FileManager.default.removeItem(at: file) } }
        let state = ["XDG_STATE_HOME": folder.appending(path: ".state").path]
        let process = try SpawnedProcess(
            executable, arguments, in: folder, environment: environment.merging(state) { given, _ in given },
            input: file?.path)
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
final class ThreadOfItsOwn<Value: Sendable>: Sendable {
    private enum State {
        case running
        case waiting(CheckedContinuation<Value, Never>)
        case done(Value)
    }

    private let state = Mutex(State.running)

    /// Starts at once.
    init(_ body: @escaping @Sendable () -> Value) {
        Thread.detachNewThread { [self] in
            let value = body()
            let waiting = state.withLock { state -> CheckedContinuation<Value, Never>? in
                defer { state = .done(value) }
                return if case .waiting(let continuation) = state { continuation } else { nil }
            }
            waiting?.resume(returning: value)
        }
    }

    /// Must be read only once. It comes even if the test's time is over.
    var value: Value {
        get async {
            await withCheckedContinuation { continuation in
                let value = state.withLock { state -> Value? in
                    if case .done(let value) = state { return value }
                    state = .waiting(continuation)
                    return nil
                }
                if let value { continuation.resume(returning: value) }
            }
        }
    }
}

/// An empty folder that is deleted after the test.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = Self.parent.appending(path: "ekoflow-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Without links, of which macOS has one there.
    private static let parent: URL = {
        let folder = FileManager.default.temporaryDirectory
        guard let real = realpath(folder.path, nil) else { return folder }
        defer { free(real) }
        return URL(fileURLWithPath: String(cString: real), isDirectory: true)
    }()

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
