import Source

/// The environment variables that workflows and environments name, from the process and from files.
struct EnvironmentVariables: Sendable {
    private let ofProcess: @Sendable (String) -> String?
    private var ofFiles: [String: String] = [:]

    init(_ shell: Shell) { ofProcess = shell.variable }

    /// A variable of the process overrides a variable of a file, because it was set for this command.
    @Sendable func value(_ name: String) -> String? { ofProcess(name) ?? ofFiles[name] }

    /// Reads files of `NAME=VALUE` lines. Returns the variables, and what is wrong with the files.
    static func load(
        _ paths: [String], in shell: Shell
    ) async -> (variables: EnvironmentVariables, diagnostics: [Diagnostic]) {
        var variables = EnvironmentVariables(shell)
        var diagnostics: [Diagnostic] = []
        for path in paths {
            do throws(FileError) {
                let bytes = try readFile(path, limit: 1 << 20)
                let (source, problems) = SourceFile.decode(path: path, bytes: bytes)
                let file = VariablesFile(source)
                diagnostics += problems.isEmpty ? file.diagnostics : problems.map(\.hidingSource)
                variables.ofFiles.merge(file.values) { $1 }
                if await Git.tracks(path) {
                    diagnostics.append(
                        .warning(
                            .trackedVariables, "git tracks \(path): whoever has the repository has the keys in it",
                            at: nil,
                            help: "git rm --cached \(path), add it to .gitignore, and have the keys renewed"))
                }
            } catch {
                diagnostics.append(
                    .error(
                        .variablesFile, "the file of --env-file, \(path), cannot be read: \(error.reason)", at: nil,
                        help: "it has NAME=VALUE on each line"))
            }
        }
        return (variables, diagnostics)
    }
}
