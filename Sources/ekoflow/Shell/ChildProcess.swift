import CLibrary
import Subprocess
import WorkflowEngine

/// Runs the commands that environments name: a program with its arguments, without a shell. Its stderr is not shown,
/// because it may contain a secret.
enum ChildProcess {
    static let deadline = Duration.seconds(30)
    /// In bytes.
    static let maximumOutput = 64 << 10

    /// Runs commands without the environment variables `hidden`. When a program has ended, its children are ended too.
    static func runner(hiding hidden: Set<String>, deadline: Duration = deadline) -> CommandRunner {
        { command, variables throws(CommandFailure) in
            ProcessGroups.passOnSignals()
            let changes = hidden.reduce(into: variables.mapValues(Optional.some)) { $0[$1] = .some(nil) }
            let work = ChildWork(deadline: deadline)
            return try await work.outcome { await run(command, changes, work) }.get()
        }
    }

    /// `changes` are the variables that are not inherited: nil for a variable that the program does not get.
    private static func run(
        _ command: [String], _ changes: [String: String?], _ work: ChildWork
    ) async -> Result<String, CommandFailure> {
        ProcessGroups.willStart()
        let result = await run(command, changes) { started in
            work.group.withLock { $0 = started }
            ProcessGroups.didStart(started)
        }
        if let group = work.group.withLock(\.self) {
            await ProcessGroups.end(group)
        } else {
            ProcessGroups.didNotStart()
        }
        return result
    }

    private static func run(
        _ command: [String], _ changes: [String: String?], whenStarted: @escaping @Sendable (pid_t) -> Void
    ) async -> Result<String, CommandFailure> {
        guard let program = command.first else { return .failure(CommandFailure(reason: "it is empty")) }
        let variables = Dictionary(
            uniqueKeysWithValues: changes.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
        do {
            let result = try await Subprocess.run(
                program.contains("/") ? .path(.init(program)) : .name(program),
                arguments: Arguments(Array(command.dropFirst())), environment: .inherit.updating(variables),
                platformOptions: ownGroup, input: .none, output: .string(limit: maximumOutput), error: .discarded
            ) { execution in
                whenStarted(execution.processIdentifier.value)
            }
            guard result.terminationStatus.isSuccess else { return .failure(failure(of: result.terminationStatus)) }
            return .success(result.standardOutput)
        } catch let error as SubprocessError {
            return .failure(CommandFailure(reason: reason(error, program: program)))
        } catch {
            return .failure(CommandFailure(reason: "\(program) cannot be run"))
        }
    }

    private static let ownGroup: PlatformOptions = {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .milliseconds(400))
        ]
        return options
    }()

    private static func failure(of status: TerminationStatus) -> CommandFailure {
        switch status {
        case .exited(let code): CommandFailure(reason: "it ended with exit code \(code)")
        case .signaled(let signal): CommandFailure(reason: "it was ended by signal \(signal)")
        }
    }

    private static func reason(_ error: SubprocessError, program: String) -> String {
        switch error.code {
        case .executableNotFound: "the program \(program) was not found"
        case .outputLimitExceeded: "it printed more than \(maximumOutput >> 10) KiB"
        default: "\(program) cannot be run"
        }
    }
}
