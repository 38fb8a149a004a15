/// Runs a program with its arguments, without a shell, and gives what it prints. `variables` are added to its environment.
package typealias CommandRunner =
    @Sendable (_ command: [String], _ variables: [String: String]) async throws(CommandFailure) -> String

/// Why a command gave nothing, for people: `it ended with exit code 1`. What it printed may be a secret, and is not in it.
package struct CommandFailure: Error {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
