import ArgumentParser
import Source

/// The option that gives variables of the process from a file, mostly keys.
struct EnvironmentFileOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Take environment variables from a file such as .env; those that are set go first.", valueName: "path"))
    var envFile: [String] = []

    /// The variables, and what is wrong with the files.
    func load() async -> (variables: EnvironmentVariables, diagnostics: [Diagnostic]) {
        var values: [String: String] = [:]
        var diagnostics: [Diagnostic] = []
        for path in envFile {
            do throws(FileError) {
                let bytes = try readFile(path, limit: 1 << 20)
                let (source, problems) = SourceFile.decode(path: path, bytes: bytes)
                let file = VariablesFile(source)
                diagnostics += problems.isEmpty ? file.diagnostics : problems.map(\.hidingSource)
                values.merge(file.values) { $1 }
                if await Git.tracks(path) { diagnostics.append(.tracked(path)) }
            } catch {
                diagnostics.append(.unreadableVariables(path, error))
            }
        }
        return (EnvironmentVariables(ofFiles: values), diagnostics)
    }
}

extension Diagnostic {
    fileprivate static func unreadableVariables(_ path: String, _ error: FileError) -> Diagnostic {
        .error(
            .variablesFile, "the file of --env-file, \(path), cannot be read: \(error.reason)", at: nil,
            help: "it has NAME=VALUE on each line")
    }

    fileprivate static func tracked(_ path: String) -> Diagnostic {
        .warning(
            .trackedVariables, "git tracks \(path): whoever has the repository has the keys in it", at: nil,
            help: "git rm --cached \(path), add it to .gitignore, and have the keys renewed")
    }
}
