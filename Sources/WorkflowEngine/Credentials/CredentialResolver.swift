import HTTP
import Secrets
import Source
import WorkflowModel

/// Reads the credentials and certificates that an environment file refers to.
package struct CredentialResolver: Sendable {
    /// Reads a file whose path is written in another file, relative to that file.
    package typealias FileReader = @Sendable (Located<String>) throws(FileFailure) -> ReferencedFile

    /// Why a file cannot be read, for people: `no such file`.
    package struct FileFailure: Error {
        package let reason: String

        package init(reason: String) {
            self.reason = reason
        }
    }

    private let environmentVariable: @Sendable (String) -> String?
    let readFile: FileReader
    private let runCommand: CommandRunner
    /// Where a path that is written in a file leads, as seen from the working directory.
    let place: @Sendable (Located<String>) -> String

    package init(
        environmentVariable: @escaping @Sendable (String) -> String?,
        readFile: @escaping FileReader,
        runCommand: @escaping CommandRunner,
        place: @escaping @Sendable (Located<String>) -> String = { $0.value }
    ) {
        self.environmentVariable = environmentVariable
        self.readFile = readFile
        self.runCommand = runCommand
        self.place = place
    }

    /// `keyName` is the credential's name in messages: "developer key".
    package func resolve(
        _ reference: CredentialReference, keyName: String, environment: String, allowed: ByteSet = .visible
    ) async throws(Diagnostic) -> Secret {
        try await inspect(reference, keyName: keyName, environment: environment, allowed: allowed).secret
    }

    /// The credential, and what may be shown about it.
    private func inspect(
        _ reference: CredentialReference, keyName: String, environment: String, allowed: ByteSet = .visible
    ) async throws(Diagnostic) -> (secret: Secret, shape: CredentialShape?) {
        let text: String
        switch reference {
        case .environmentVariable(let name):
            guard let value = environmentVariable(name.value), !value.isEmpty else {
                throw .error(
                    .missingCredential, "the environment variable \(name.value) is not set", at: name.range,
                    help: "set it to the \(keyName) of '\(environment)'", notes: [Diagnostic.sandboxNote])
            }
            text = value
        case .file(let path):
            do {
                text = String(decoding: try readFile(path).bytes, as: UTF8.self)
            } catch {
                throw .error(
                    .missingCredential, "the \(keyName) cannot be read from \(path.value): \(error.reason)",
                    at: path.range, help: "put the \(keyName) into this file", notes: [Diagnostic.sandboxNote])
            }
        case .command(let command):
            do {
                text = try await runCommand(command.value, [:])
            } catch {
                throw .error(
                    .missingCredential, "the command for the \(keyName) printed no key: \(error.reason)",
                    at: command.range,
                    help: "run it by hand: it must print only the \(keyName)", notes: [Diagnostic.sandboxNote])
            }
        }
        let trimmed = text.trimmingWhiteSpace
        guard trimmed.utf8.count >= Self.minimumLength else {
            throw .error(.shortCredential, "the \(keyName) has fewer than 4 characters", at: reference.range)
        }
        guard allowed.containsAll(of: trimmed) else {
            throw .error(
                .malformedCredential, "the \(keyName) has a space, a line break or a character outside ASCII in it",
                at: reference.range, help: "store the key alone")
        }
        return (Secret(trimmed), CredentialShape(text, trimmed: trimmed))
    }

    /// A key and what may be shown about it, which is nil for a sandbox's own key; or why there is no key.
    package typealias FoundKey = Result<(secret: Secret, shape: CredentialShape?), Diagnostic>

    /// The developer key and the access key of an environment. `sandbox` has the keys of a sandbox.
    package func keys(
        of environment: Environment, sandbox: Credentials
    ) async -> [(name: String, key: FoundKey)] {
        func key(_ name: String, _ reference: CredentialReference?, _ ofSandbox: Secret) async -> FoundKey {
            guard let reference else { return .success((ofSandbox, nil)) }
            do {
                return .success(try await inspect(reference, keyName: name, environment: environment.name.value))
            } catch {
                return .failure(error)
            }
        }
        let references = environment.credentials
        return [
            ("developer key", await key("developer key", references.developerKey, sandbox.developerKey)),
            ("access key", await key("access key", references.accessKey, sandbox.accessKey)),
        ]
    }

    /// A shorter string would be found, and hidden, everywhere in the output.
    private static let minimumLength = 4
}

extension String {
    fileprivate var trimmingWhiteSpace: String {
        var text = Substring(self)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text.drop(while: \.isWhitespace))
    }
}

extension Diagnostic {
    static let sandboxNote = Note(
        "to try the workflow without keys and without an SMS, add --env sandbox")
}
