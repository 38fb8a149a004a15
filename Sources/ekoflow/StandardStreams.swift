import Glibc

/// The process's standard output.
enum StandardOutput {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// False where the text could not be written, as to a full disk.
    static func write(_ text: String) -> Bool { (try? writeAll(text, to: STDOUT_FILENO)) != nil }
}

/// The process's standard error.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    @discardableResult
    static func write(_ text: String) -> Bool { (try? writeAll(text, to: STDERR_FILENO)) != nil }
}
