import Glibc

/// The process's standard output.
enum StandardOutput {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// False where the text could not be written, as to a full disk.
    static func write(_ text: String) -> Bool { writeAll(text, to: STDOUT_FILENO) }
}

/// The process's standard error.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    @discardableResult
    static func write(_ text: String) -> Bool { writeAll(text, to: STDERR_FILENO) }
}

private func writeAll(_ text: String, to descriptor: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 {
            guard errno == EINTR else { return false }
        } else {
            bytes = bytes.dropFirst(count)
        }
    }
    return true
}
