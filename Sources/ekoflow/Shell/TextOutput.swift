import CLibrary
import Synchronization

/// A stream that text is written to.
final class TextOutput: Sendable {
    let isTerminal: Bool
    /// The width of the terminal; nil if it is not known.
    let columns: @Sendable () -> Int?
    private let writeText: @Sendable (String) throws(FileError) -> Void
    private let firstError = Mutex<FileError?>(nil)

    init(
        isTerminal: Bool, columns: @escaping @Sendable () -> Int? = { nil },
        write: @escaping @Sendable (String) throws(FileError) -> Void
    ) {
        self.isTerminal = isTerminal
        self.columns = columns
        writeText = write
    }

    /// The first error, for example a full disk or a reader that has ended; nil if all text was written.
    var error: FileError? { firstError.withLock(\.self) }

    func write(_ text: String) {
        guard !text.isEmpty else { return }
        do throws(FileError) {
            try writeText(text)
        } catch {
            firstError.withLock { $0 = $0 ?? error }
        }
    }
}

extension TextOutput {
    static let standardOutput = ofDescriptor(STDOUT_FILENO)
    static let standardError = ofDescriptor(STDERR_FILENO)

    private static func ofDescriptor(_ descriptor: Int32) -> TextOutput {
        TextOutput(
            isTerminal: isatty(descriptor) == 1, columns: { columns(of: descriptor) },
            write: { text throws(FileError) in try writeAll(text, to: descriptor) })
    }

    /// A terminal that does not know its width says 0.
    private static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
