import Foundation
import Glibc
import Synchronization
import Testing

/// A process that a test starts, with none of the test program's descriptors.
///
/// In place of Foundation's `Process`, which reads beyond its memory where a program has more than 1,360 descriptors open, as the
/// tests have that open a thousand connections.
final class SpawnedProcess: Sendable {
    let identifier: pid_t
    let output: FileHandle
    let errors: FileHandle
    /// Nil while it has not been waited for: until then its identifier is no other's.
    private let exitCode = Mutex<Int32?>(nil)

    /// Its standard input is empty. `environment` is all that it has.
    init(_ executable: URL, _ arguments: [String], in folder: URL, environment: [String: String]) throws {
        let (outputEnds, errorEnds) = (try Self.pipe(), try Self.pipe())
        defer {
            close(outputEnds.write)
            close(errorEnds.write)
        }
        (output, errors) = (
            FileHandle(fileDescriptor: outputEnds.read, closeOnDealloc: true),
            FileHandle(fileDescriptor: errorEnds.read, closeOnDealloc: true)
        )
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What the tests' own servers ignore is not for it: as from a shell, no signal is ignored or held back.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, outputEnds.write, 1)
        posix_spawn_file_actions_adddup2(&actions, errorEnds.write, 2)
        _ = GNUSpawnActions.addCloseFrom(&actions, 3)
        _ = GNUSpawnActions.addWorkingFolder(&actions, folder.path)
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

    /// Blocks until it has ended, and gives its exit code: the negative number of the signal that ended it.
    @discardableResult
    func wait() -> Int32 {
        exitCode.withLock { exitCode in
            if let exitCode { return exitCode }
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0 {
                // No process ends with this.
                guard errno == EINTR else { return .min }
            }
            let signal = status & 0x7F
            let code = signal == 0 ? (status >> 8) & 0xFF : -signal
            exitCode = code
            return code
        }
    }

    /// Not to be called while another thread waits for its end.
    func send(_ signal: Int32) {
        exitCode.withLock { if $0 == nil { kill(identifier, signal) } }
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(Glibc.pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}

/// What glibc declares only where all of its extensions are asked for, which its Swift module does not do.
private enum GNUSpawnActions {
    static let addCloseFrom = unsafeBitCast(
        dlsym(nil, "posix_spawn_file_actions_addclosefrom_np"),
        to: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32).self)
    static let addWorkingFolder = unsafeBitCast(
        dlsym(nil, "posix_spawn_file_actions_addchdir_np"),
        to: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>) -> Int32).self)
}

/// Gives a body what C takes for an array of texts.
private func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
}
