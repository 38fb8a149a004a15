import CLibrary
import Synchronization
import Threads
import WorkflowEngine

/// Asks somebody at the terminal, for example for an OTP.
enum TerminalPrompt {
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && TextOutput.standardError.isTerminal }

    @Sendable static func ask(_ question: String) -> String? {
        TextOutput.standardError.write(question)
        return readLine()
    }

    /// Waits on its own thread, so that it blocks no other work. Gives up when the run is interrupted.
    static let askOTP: OTPPrompt = { mobile, problem in
        if let problem { TextOutput.standardError.write("  ? \(problem)\n") }
        TextOutput.standardError.write("  ? the OTP that \(maskedNumber(mobile)) got: ")
        let reading = Reading()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                reading.start { continuation.resume(returning: $0) }
            }
        } onCancel: {
            reading.cancel()
        }
    }
}

/// Reads one line of the standard input, unless it is cancelled.
private final class Reading: Sendable {
    private let isCancelled = Atomic(false)

    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    /// Calls `completion` with the line; nil if there is none.
    func start(_ completion: @escaping @Sendable (String?) -> Void) {
        if !startThread({ completion(self.line()) }) { completion(nil) }
    }

    private func line() -> String? {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while !isCancelled.load(ordering: .relaxed) {
            if poll(&input, 1, 200) > 0 { return readLine()?.filter { !$0.isWhitespace } }
        }
        return nil
    }
}
