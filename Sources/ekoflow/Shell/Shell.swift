import CurlTransport
import HTTP
import Source
import Synchronization
import WorkflowEngine
import WorkflowReports

/// What a command uses of the machine: streams, environment variables, the clock, and prompts. Tests replace them.
struct Shell: Sendable {
    let output: TextOutput
    let errors: TextOutput
    /// The value of an environment variable of the process; nil if it is not set.
    let variable: @Sendable (String) -> String?
    let services: RunServices
    /// Reads the standard input to its end; more than `limit` bytes is an error.
    let readInput: @Sendable (_ limit: Int) throws(FileError) -> [UInt8]
    /// Shows a question at the terminal and reads a line; nil if nobody can be asked.
    let ask: (@Sendable (String) -> String?)?
    /// Asks for the OTP that a number received; nil if nobody can be asked.
    let askOTP: OTPPrompt?
    /// Makes the transport of a command. `addresses` is what `--resolve` gives.
    var transport: @Sendable (Shell, _ addresses: [String]) -> any HTTPTransport = { CurlTransport($0, addresses: $1) }
    /// What the command line says of colours.
    var color = ColorChoice.auto
    private let isIncomplete = Flag()

    /// Shows diagnostics on the error stream.
    func show(_ diagnostics: [Diagnostic], masksNumbers: Bool = true) {
        errors.write(ProblemRenderer(styler(for: errors)).render(diagnostics.problems(masksNumbers: masksNumbers)))
    }

    /// Shows that some output could not be written. The exit status will say this too.
    func lose(_ diagnostic: Diagnostic) {
        isIncomplete.raise()
        show([diagnostic])
    }

    /// Styles and wraps the text of a stream, if it is a terminal or the options say so.
    func styler(for stream: TextOutput) -> TextStyler {
        let policy = ColorPolicy(choice: color, variable: variable)
        return TextStyler(
            isStyled: policy.isColored(isTerminal: stream.isTerminal), width: stream.isTerminal ? stream.columns() : nil
        )
    }

    /// The exit status of a command that returned `status`. It changes if some output could not be written.
    func finalStatus(_ status: ExitStatus) -> ExitStatus {
        if let error = output.error { lose(.unwritable("the standard output", error)) }
        guard isIncomplete.isRaised else { return status }
        switch status {
        case .passed, .failed: return .unfinished
        case .invalidInput, .unfinished, .refused, .hungUp, .interrupted, .terminated: return status
        }
    }
}

extension Shell {
    /// The shell of this process.
    static let live = Shell(
        output: .standardOutput, errors: .standardError, variable: { ProcessEnvironment.value($0) }, services: .live,
        readInput: { limit throws(FileError) in try readStandardInput(limit: limit) },
        ask: TerminalPrompt.isPossible ? TerminalPrompt.ask : nil,
        askOTP: TerminalPrompt.isPossible ? TerminalPrompt.askOTP : nil)
}

private final class Flag: Sendable {
    private let value = Atomic(false)

    func raise() { value.store(true, ordering: .relaxed) }
    var isRaised: Bool { value.load(ordering: .relaxed) }
}

extension Diagnostic {
    /// `what` names the file or stream, for people.
    static func unwritable(_ what: String, _ error: FileError) -> Diagnostic {
        .error(.unwritableFile, "\(what) cannot be written: \(error.reason)", at: nil)
    }
}
