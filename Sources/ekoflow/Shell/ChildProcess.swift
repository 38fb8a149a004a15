import Subprocess
import WorkflowEngine

/// Runs the commands that environments name: a program with its arguments, without a shell. Its stderr is not shown,
/// because it may contain a secret.
enum ChildProcess {
    static let deadline = Duration.seconds(30)
    /// In bytes.
    static let maximumOutput = 64 << 10

    static let output: CommandRunner = { command, variables throws(CommandFailure) in
        let result: Result<String, CommandFailure> = await withTaskGroup { group in
            group.addTask { await run(command, variables) }
            group.addTask {
                try? await Task.sleep(for: deadline)
                return .failure(CommandFailure(reason: "it did not end within \(deadline.components.seconds) s"))
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(CommandFailure(reason: "it did not run"))
        }
        return try result.get()
    }

    private static func run(
        _ command: [String], _ variables: [String: String]
    ) async -> Result<String, CommandFailure> {
        guard let program = command.first else { return .failure(CommandFailure(reason: "it is empty")) }
        let changes = Dictionary(
            uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) })
        do {
            let result = try await Subprocess.run(
                program.contains("/") ? .path(.init(program)) : .name(program),
                arguments: Arguments(Array(command.dropFirst())), environment: .inherit.updating(changes), input: .none,
                output: .string(limit: maximumOutput), error: .discarded)
            guard result.terminationStatus.isSuccess else { return .failure(failure(of: result.terminationStatus)) }
            return .success(result.standardOutput)
        } catch let error as SubprocessError {
            return .failure(CommandFailure(reason: reason(error, program: program)))
        } catch {
            return .failure(CommandFailure(reason: "\(program) cannot be run"))
        }
    }

    private static func failure(of status: TerminationStatus) -> CommandFailure {
        switch status {
        case .exited(let code): CommandFailure(reason: "it ended with exit code \(code)")
        case .signaled(let signal): CommandFailure(reason: "it was ended by signal \(signal)")
        }
    }

    private static func reason(_ error: SubprocessError, program: String) -> String {
        switch error.code {
        case .executableNotFound: "there is no program \(program)"
        case .outputLimitExceeded: "it printed more than \(maximumOutput >> 10) KiB"
        default: "\(program) cannot be run"
        }
    }
}
