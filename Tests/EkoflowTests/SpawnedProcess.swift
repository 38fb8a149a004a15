import CLibrary
import Foundation
import Synchronization
import Testing

/// A process that a test starts. It inherits none of the test program's file descriptors.
///
/// Foundation's `Process` reads beyond its memory if a program has more than 1,360 open descriptors, as these tests
/// have when they open a thousand connections.
final class SpawnedProcess: Sendable {
    let identifier: pid_t
    let output: FileHandle
    let errors: FileHandle
    /// Nil until `wait` returns: until then the system does not reuse its identifier.
    private let exitCode = Mutex<Int32?>(nil)

    /// Its standard input is empty. It has only the variables in `environment`.
    init(
        _ executable: URL, _ arguments: [String], in folder: URL, environment: [String: String],
        input: String? = nil
    ) throws {
        let (outputEnds, errorEnds) = (try Self.pipe(), try Self.pipe())
        defer {
            close(outputEnds.write)
            close(errorEnds.write)
        }
        (output, errors) = (
            FileHandle(fileDescriptor: outputEnds.read, closeOnDealloc: true),
            FileHandle(fileDescriptor: errorEnds.read, closeOnDealloc: true)
        )
        var actions = FileActions.none
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var attributes = FileActions.noAttributes
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The tests' servers ignore SIGPIPE; the process must not. As from a shell, no signal is ignored or blocked.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | FileActions.flags
        posix_spawnattr_setflags(&attributes, flags)
        posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, outputEnds.write, 1)
        posix_spawn_file_actions_adddup2(&actions, errorEnds.write, 2)
        FileActions.addClosingOfOthers(to: &actions)
        FileActions.addWorkingFolder(folder.path, to: &actions)
        var identifier: pid_t = 0
        let failure = withCStrings([executable.path] + arguments) { arguments in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
                posix_spawn(&identifier, executable.path, &actions, &attributes, arguments, environment)
            }
        }
        try #require(failure == 0, "\(executable.path): \(String(cString: strerror(failure)))")
        self.identifier = identifier
    }

    deinit {
        send(SIGKILL)
        wait()
    }

    /// Blocks until it ends. Returns its exit code, or the negative number of the signal that ended it.
    @discardableResult
    func wait() -> Int32 {
        exitCode.withLock { exitCode in
            if let exitCode { return exitCode }
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0 {
                // No real exit code has this value.
                guard errno == EINTR else { return .min }
            }
            let signal = status & 0x7F
            let code = signal == 0 ? (status >> 8) & 0xFF : -signal
            exitCode = code
            return code
        }
    }

    /// Must not be called while another thread waits for the end of the process.
    func send(_ signal: Int32) {
        exitCode.withLock { if $0 == nil { kill(identifier, signal) } }
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(CLibrary.pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}

#if canImport(Darwin)
    private enum FileActions {
        static var none: posix_spawn_file_actions_t? { nil }
        static var noAttributes: posix_spawnattr_t? { nil }
        /// All descriptors are closed that no action names.
        static let flags = Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)

        static func addClosingOfOthers(to actions: inout posix_spawn_file_actions_t?) {}

        static func addWorkingFolder(_ path: String, to actions: inout posix_spawn_file_actions_t?) {
            posix_spawn_file_actions_addchdir_np(&actions, path)
        }
    }
#else
    private enum FileActions {
        static var none: posix_spawn_file_actions_t { posix_spawn_file_actions_t() }
        static var noAttributes: posix_spawnattr_t { posix_spawnattr_t() }
        static let flags: Int16 = 0

        static func addClosingOfOthers(to actions: inout posix_spawn_file_actions_t) { _ = addCloseFrom(&actions, 3) }

        static func addWorkingFolder(_ path: String, to actions: inout posix_spawn_file_actions_t) {
            _ = addChangeOfFolder(&actions, path)
        }

        /// glibc declares these only with all of its extensions enabled, which its Swift module does not do.
        private static let addCloseFrom = unsafeBitCast(
            dlsym(nil, "posix_spawn_file_actions_addclosefrom_np"),
            to: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32).self)
        private static let addChangeOfFolder = unsafeBitCast(
            dlsym(nil, "posix_spawn_file_actions_addchdir_np"),
            to: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>) -> Int32).self)
    }
#endif

/// Calls `body` with a C array of strings.
private func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
}
