import Glibc
import Synchronization
import WorkflowEngine

/// Asks somebody at the terminal, for example for an OTP.
enum TerminalPrompt {
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && TextOutput.standardError.isTerminal }

    @Sendable static func ask(_ question: String) -> String? {
        TextOutput.standardError.write(question)
        return readLine()
    }

    /// Waits on its own thread, so that it blocks no other work. Gives up when the run is interrupted.
    static let askOTP: OTPPrompt = { mobile in
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

    func start(_ completion: @escaping @Sendable (String?) -> Void) {
        let work = Unmanaged.passRetained(Work(reading: self, completion: completion)).toOpaque()
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, work)
        if status == 0 {
            pthread_detach(thread)
        } else {
            Unmanaged<Work>.fromOpaque(work).release()
            completion(nil)
        }
    }

    private final class Work: Sendable {
        private let reading: Reading
        private let completion: @Sendable (String?) -> Void

        init(reading: Reading, completion: @escaping @Sendable (String?) -> Void) {
            self.reading = reading
            self.completion = completion
        }

        func run() {
            var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            while !reading.isCancelled.load(ordering: .relaxed) {
                if poll(&input, 1, 200) > 0 {
                    completion(readLine()?.filter { !$0.isWhitespace })
                    return
                }
            }
            completion(nil)
        }
    }
}
