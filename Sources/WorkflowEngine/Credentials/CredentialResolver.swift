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

    package init(
        environmentVariable: @escaping @Sendable (String) -> String?,
        readFile: @escaping FileReader,
        runCommand: @escaping CommandRunner
    ) {
        self.environmentVariable = environmentVariable
        self.readFile = readFile
        self.runCommand = runCommand
    }

    /// `keyName` is the credential's name in messages: "developer key".
    package func resolve(
        _ reference: CredentialReference, keyName: String, environment: String, allowed: ByteSet = .visible
    ) async throws(Diagnostic) -> Secret {
        try await inspect(reference, keyName: keyName, environment: environment, allowed: allowed).secret
    }

    /// The credential, and what may be shown about it.
    package func inspect(
        _ reference: CredentialReference, keyName: String, environment: String, allowed: ByteSet = .visible
    ) async throws(Diagnostic) -> (secret: Secret, shape: CredentialShape) {
        let text: String
        switch reference {
        case .environmentVariable(let name):
            guard let value = environmentVariable(name.value), !value.isEmpty else {
                throw .unsetVariable(name, keyName: keyName, environment: environment)
            }
            text = value
        case .file(let path):
            do {
                text = String(decoding: try readFile(path).bytes, as: UTF8.self)
            } catch {
                throw .unreadableCredential(path, keyName: keyName, error: error)
            }
        case .command(let command):
            do {
                text = try await runCommand(command.value, [:])
            } catch {
                throw .failedCommand(command, keyName: keyName, error: error)
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
        "to try the workflow without keys, without texting anybody: add --env sandbox")

    fileprivate static func unsetVariable(
        _ name: Located<String>, keyName: String, environment: String
    ) -> Diagnostic {
        .error(
            .missingCredential, "the environment variable \(name.value) is not set", at: name.range,
            help: "set it to the \(keyName) of '\(environment)'", notes: [sandboxNote])
    }

    fileprivate static func unreadableCredential(
        _ path: Located<String>, keyName: String, error: CredentialResolver.FileFailure
    ) -> Diagnostic {
        .error(
            .missingCredential, "the \(keyName) cannot be read from \(path.value): \(error.reason)", at: path.range,
            help: "put the \(keyName) into this file", notes: [sandboxNote])
    }

    fileprivate static func failedCommand(
        _ command: Located<[String]>, keyName: String, error: CommandFailure
    ) -> Diagnostic {
        .error(
            .missingCredential, "the command for the \(keyName) gave none: \(error.reason)", at: command.range,
            help: "run it by hand: it has to print the \(keyName) alone", notes: [sandboxNote])
    }
}
