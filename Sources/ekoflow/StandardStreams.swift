import Glibc
import Synchronization

/// The process's standard output.
enum StandardOutput {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    private static let hasFailed = Atomic(false)

    /// False where the text could not be written, as to a full disk or to a reader that is gone; the first time, that is told.
    static func write(_ text: String) -> Bool {
        do {
            try writeAll(text, to: STDOUT_FILENO)
            return true
        } catch {
            if !hasFailed.exchange(true, ordering: .relaxed) {
                StandardError.write("error: not all of the output could be written: \(error.reason)\n")
            }
            return false
        }
    }
}

/// The process's standard error.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    @discardableResult
    static func write(_ text: String) -> Bool { (try? writeAll(text, to: STDERR_FILENO)) != nil }
}
