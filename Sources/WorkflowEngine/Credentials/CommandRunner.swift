/// Runs a program with its arguments, without a shell, and returns its output. `variables` are added to its environment.
package typealias CommandRunner =
    @Sendable (_ command: [String], _ variables: [String: String]) async throws(CommandFailure) -> String

/// Why a command failed, for people: `it ended with exit code 1`. Leaves out its output, which may be a secret.
package struct CommandFailure: Error {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
