import ArgumentParser
import Source

/// A command that returns its exit status. It throws only if it cannot be carried out.
protocol ShellCommand: AsyncParsableCommand {
    /// Its option `--color`; auto if it has none.
    var color: ColorChoice { get }
    func run(in shell: Shell) async throws(CommandError) -> ExitStatus
}

/// Why a command ends early: what to show, and the exit status.
struct CommandError: Error {
    let diagnostics: [Diagnostic]
    let status: ExitStatus
    /// Whether the reports of a run show it too. False if they cannot be written, or would overwrite an input.
    var isReported = true

    init(_ status: ExitStatus, _ diagnostics: [Diagnostic], isReported: Bool = true) {
        self.status = status
        self.diagnostics = diagnostics
        self.isReported = isReported
    }

    static func invalidInput(_ diagnostic: Diagnostic) -> CommandError {
        CommandError(.invalidInput, [diagnostic])
    }
}

extension ShellCommand {
    var color: ColorChoice { .auto }

    /// Runs the command. If it throws, shows why.
    func finish(in given: Shell) async -> ExitStatus {
        var shell = given
        shell.color = color
        do throws(CommandError) {
            let status = try await run(in: shell)
            ProcessGroups.waitIfEnding()
            return shell.finalStatus(status)
        } catch {
            // A program that a signal ended has no error of its own to show.
            ProcessGroups.waitIfEnding()
            shell.show(error.diagnostics)
            return error.status
        }
    }

    func run() async throws {
        let status = await finish(in: .live)
        ProcessGroups.waitIfEnding()
        status.endProcess()
    }
}

extension Shell {
    /// Shows warnings. Throws if one of the diagnostics is an error.
    func check(_ diagnostics: [Diagnostic], masksNumbers: Bool = true) throws(CommandError) {
        guard !diagnostics.hasErrors else { throw CommandError(.invalidInput, diagnostics) }
        show(diagnostics, masksNumbers: masksNumbers)
    }

    /// Reads a file, or the standard input for `-`.
    func read(_ file: String, limit: Int) throws(CommandError) -> [UInt8] {
        do throws(FileError) {
            return try file == "-" ? readInput(limit) : readFile(file, limit: limit)
        } catch {
            throw .invalidInput(.unreadable(file == "-" ? "the standard input" : file, error.reason))
        }
    }
}
