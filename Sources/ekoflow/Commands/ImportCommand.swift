import ArgumentParser
import JSON
import Source
import WorkflowImport
import WorkflowModel
import WorkflowReports
import YAML

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Converts curl commands or a Postman collection to workflows.",
        discussion: """
            Keys, tokens and OTPs are not copied: they become references. Everything that could not be converted is listed. Nothing is \
            sent, and no existing file is overwritten.
            """,
        subcommands: [ImportCurlCommand.self, ImportPostmanCommand.self])
}

struct ImportCurlCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "curl",
        abstract: "Converts curl commands to a workflow.",
        discussion: """
            Put the commands into a file or pipe them in. On a command line, other processes of the machine could read the keys.

            Examples:
              ekoflow import curl send.txt
              xclip -o | ekoflow import curl --name 'Send an OTP'
            """)

    @Argument(
        help: ArgumentHelp("A file with curl commands. - or no file: standard input."))
    var file = "-"

    @Option(help: ArgumentHelp("The name of the workflow.", valueName: "text"))
    var name = "Imported from curl"

    @OptionGroup var target: ImportTarget

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        let text = String(decoding: try ImportTarget.read(file, in: shell), as: UTF8.self)
        return try target.write(from: file, in: shell) { () throws(ImportError) in
            try importCurl(text, title: name)
        }
    }
}

struct ImportPostmanCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "postman",
        abstract: "Converts a Postman collection to workflows, one for each folder.",
        discussion: """
            Export the collection as 'Collection v2.1'. The common forms of pm.expect and pm.response in test scripts become \
            expectations, and the variables that scripts set become captures.

            Examples:
              ekoflow import postman otp.postman_collection.json
              ekoflow import postman otp.json --environment staging.postman_environment.json
            """)

    @Argument(help: "A Postman collection, as a file.")
    var file: String

    @Option(
        help: ArgumentHelp(
            "A Postman environment, as a file. Its values are used, but not its secrets.", valueName: "file"))
    var environment: String?

    @OptionGroup var target: ImportTarget

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        let collection = try document(file, in: shell)
        let values = try environment.map { file throws(CommandError) in try document(file, in: shell) }
        return try target.write(from: file, in: shell) { () throws(ImportError) in
            try importPostman(collection, environment: values)
        }
    }

    private func document(_ file: String, in shell: Shell) throws(CommandError) -> JSONValue {
        let bytes = try ImportTarget.read(file, in: shell)
        do throws(JSONParseError) {
            return try parseJSON(bytes)
        } catch {
            throw .invalidInput(
                .error(.invalidJSON, "\(file) is not JSON: \(error.problem), at byte \(error.offset)", at: nil))
        }
    }
}

/// The workspace that the imported files are written to.
struct ImportTarget: ParsableArguments {
    @Option(help: ArgumentHelp("The workspace, with its folders workflows and environments.", valueName: "folder"))
    var workspace = "."

    /// The largest file that is read, in bytes.
    private static let maximumSize = 64 << 20

    /// The bytes of the file to import. Text in the place of a file is not repeated, because it may hold keys.
    static func read(_ file: String, in shell: Shell) throws(CommandError) -> [UInt8] {
        if let text = TextForFile(file), FileKind(of: file) == nil { throw .invalidInput(text.diagnostic) }
        return try shell.read(file, limit: maximumSize)
    }

    /// Writes the new files. Lists what was written and what could not be converted.
    func write(
        from file: String, in shell: Shell, _ convert: () throws(ImportError) -> Imported
    ) throws(CommandError) -> ExitStatus {
        let imported: Imported
        do throws(ImportError) {
            imported = try convert()
        } catch {
            let name = file == "-" ? "the standard input" : file
            throw .invalidInput(.error(.notImportable, "\(name): \(error.message)", at: nil, help: error.help))
        }
        let prefix = workspace == "." ? "" : "\(workspace)/"
        var text = ""
        var isWhole = true
        for workflow in imported.workflows {
            let path = "\(prefix)workflows/\(workflow.fileName).yml"
            let (isNew, line) = try makeFile(path, workflow.text)
            isWhole = isWhole && isNew
            text += line + list(workflow.remarks + problems(of: workflow))
        }
        for environment in imported.environments {
            let path = "\(prefix)environments/\(environment.name).yml"
            let (isNew, line) = try makeFile(path, environment.text)
            let remarks =
                isNew ? environment.remarks + problems(of: environment) : differences(of: environment, from: path)
            text += line + list(remarks)
        }
        if isWhole {
            text +=
                "\nnext: \(workspace == "." ? "" : "cd \(workspace) && ")ekoflow validate workflows\(imported.environments.isEmpty ? "" : " environments")\n"
        }
        shell.output.write(text)
        guard isWhole else {
            throw .invalidInput(
                .error(
                    .fileExists, "a workflow with this name exists already", at: nil,
                    help: "move it away, or import into another --workspace"))
        }
        return .passed
    }

    /// How the existing environment differs from the imported requests.
    private func differences(of imported: ImportedEnvironment, from path: String) -> [String] {
        guard let bytes = try? readFile(path, limit: 1 << 20) else { return [] }
        let file = SourceFile.decode(path: path, bytes: bytes).file
        guard let environment = Environment.decode(parseYAML(file).root, in: file).environment else { return [] }
        var remarks: [String] = []
        let baseURL: String? = if case .baseURL(let url) = environment.endpoint { url.value } else { nil }
        if baseURL != imported.baseURL {
            remarks.append("it goes to another address than the requests did: \(imported.baseURL)")
        }
        if let initiatorID = imported.initiatorID, environment.initiatorID.value != initiatorID {
            remarks.append("it has another initiator_id than the requests had: \(initiatorID)")
        }
        return remarks
    }

    /// Names come from the other tool's file, so their control characters are made visible.
    private func list(_ remarks: [String]) -> String {
        NumberMask.mask(remarks.map { "    - \(LogText.line($0))\n" }.joined())
    }

    /// The problems that `ekoflow validate` would report, so that no wrong file is written silently.
    private func problems(of workflow: ImportedWorkflow) -> [String] {
        let file = SourceFile(path: "workflow", text: workflow.text)
        let (root, diagnostics) = parseYAML(file)
        return list(diagnostics + Workflow.decode(root, in: file, variables: [], files: NoLinkedFiles()).diagnostics)
    }

    private func problems(of environment: ImportedEnvironment) -> [String] {
        let file = SourceFile(path: "environment", text: environment.text)
        let (root, diagnostics) = parseYAML(file)
        return list(diagnostics + Environment.decode(root, in: file).diagnostics)
    }

    private func list(_ diagnostics: [Diagnostic]) -> [String] {
        diagnostics.map { "needs fixing, line \($0.range?.start.line ?? 1): \($0.message)" }
    }
}

/// An imported workflow uses no other workflows.
private struct NoLinkedFiles: LinkedFiles {
    func path(of file: SourceFile) -> String { file.path }

    func read(_ path: String, from file: SourceFile) throws(LinkError) -> SourceFile {
        throw LinkError(reason: "no such file")
    }
}
