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
        abstract: "Makes workflows from curl commands, a Postman collection or an OpenAPI document.",
        discussion: """
            Keys, tokens and OTPs are not copied: they become references. Everything that could not be converted is listed. Nothing is \
            sent, and no existing file is overwritten. Forms keep the paths of their files, and the list names the files that have to be \
            copied into the workspace.
            """,
        subcommands: [ImportCurlCommand.self, ImportPostmanCommand.self, ImportOpenAPICommand.self])
}

struct ImportCurlCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "curl",
        abstract: "Makes a workflow from curl commands.",
        discussion: """
            Put the commands into a file or pipe them in. On a command line, other processes of the machine could read the keys. \
            Prompts, Markdown fences, redirections and the shell around a command may stay.

            Examples:
              ekoflow import curl send.txt
              xclip -o | ekoflow import curl --name 'Send an OTP'
            """)

    @Argument(
        help: ArgumentHelp("A file with the commands; - is the standard input, which is read if no file is given."))
    var file = "-"

    @Option(help: ArgumentHelp("The name of the workflow.", valueName: "text"))
    var name = "Imported from curl"

    @OptionGroup var target: ImportTarget

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        let text = String(decoding: try ImportTarget.text(of: file, in: shell).text, as: UTF8.self)
        return try target.write(from: file, hasName: true, in: shell) { taken throws(ImportError) in
            try importCurl(text, title: name, besides: taken) { target.locate($0, from: ["."]) }
        }
    }
}

struct ImportPostmanCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "postman",
        abstract: "Makes workflows from a Postman collection, one for each folder.",
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
        return try target.write(from: file, in: shell) { taken throws(ImportError) in
            try importPostman(collection, environment: values, title: ImportTarget.title(of: file), besides: taken) {
                target.locate($0, from: [Workspace.parent(of: file), "."])
            }
        }
    }

    private func document(_ file: String, in shell: Shell) throws(CommandError) -> JSONValue {
        try ImportTarget.json(ImportTarget.text(of: file, in: shell))
    }
}

struct ImportOpenAPICommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi",
        abstract: "Makes workflows from an OpenAPI document, one for each tag.",
        discussion: """
            The document is OpenAPI 3.0 or 3.1, in JSON or YAML. Each operation becomes a call with the examples of the document. \
            The first server becomes the base_url.

            Example:
              ekoflow import openapi openapi.yaml
            """)

    @Argument(help: "The file of the document.")
    var file: String

    @OptionGroup var target: ImportTarget

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        let document = try document(in: shell)
        return try target.write(from: file, in: shell) { taken throws(ImportError) in
            try importOpenAPI(document, title: ImportTarget.title(of: file), besides: taken)
        }
    }

    private func document(in shell: Shell) throws(CommandError) -> JSONValue {
        let source = try ImportTarget.text(of: file, in: shell)
        let first = source.text.first { !" \t\r\n".utf8.contains($0) }
        if first == UInt8(ascii: "{") { return try ImportTarget.json(source) }
        let (root, diagnostics) = parseYAML(source)
        if let error = diagnostics.first(where: { $0.severity == .error }) { throw .invalidInput(error.hidingSource) }
        guard let root else { throw .invalidInput(.error(.emptyFile, "\(file) is empty", at: nil)) }
        return JSONValue(plain: root)
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

    /// The text of the file, in UTF-8 or UTF-16, without a byte order mark.
    static func text(of file: String, in shell: Shell) throws(CommandError) -> SourceFile {
        let (source, diagnostics) = SourceFile.decode(path: file, bytes: try read(file, in: shell))
        // The lines may hold keys.
        if let error = diagnostics.first { throw .invalidInput(error.hidingSource) }
        return source
    }

    static func json(_ source: SourceFile) throws(CommandError) -> JSONValue {
        do throws(JSONParseError) {
            return try parseJSON(source.text)
        } catch {
            throw .invalidInput(
                .error(.invalidJSON, "\(source.path) is not JSON: \(error.problem), at byte \(error.offset)", at: nil))
        }
    }

    /// A title for what has none: the file's name without folder and extension.
    static func title(of file: String) -> String {
        let name = file.split(separator: "/").last ?? ""
        return String(name.prefix { $0 != "." })
    }

    /// Writes the new files. Lists what was written and what could not be converted. `hasName` is whether the command gives the workflow its name;
    /// `convert` gets names that no environment may have.
    func write(
        from file: String, hasName: Bool = false, in shell: Shell,
        _ convert: (_ taken: Set<String>) throws(ImportError) -> Imported
    ) throws(CommandError) -> ExitStatus {
        let (imported, others): (Imported, [String: [String]])
        do throws(ImportError) {
            (imported, others) = try besideOtherEnvironments(convert)
        } catch {
            let name = file == "-" ? "the standard input" : file
            throw .invalidInput(.error(.notImportable, "\(name): \(error.message)", at: nil, help: error.help))
        }
        var text = ""
        var isWhole = true
        for workflow in imported.workflows {
            let path = "\(prefix)workflows/\(workflow.fileName).yml"
            let (isNew, line) = try makeFile(path, workflow.text)
            isWhole = isWhole && isNew
            text += line + list(workflow.remarks + workflow.problems)
        }
        for environment in imported.environments {
            let (isNew, line) = try makeFile(path(of: environment), environment.text)
            let remarks = isNew ? environment.remarks + environment.problems : []
            text += line + list((others[environment.baseURL] ?? []) + remarks)
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
                    help: (hasName ? "give another --name, " : "") + "move it away, or import into another --workspace")
            )
        }
        return .passed
    }

    private var prefix: String { workspace == "." ? "" : "\(workspace)/" }

    private func path(of environment: ImportedEnvironment) -> String { "\(prefix)environments/\(environment.name).yml" }

    /// Requests that do not go to an existing environment get one of their own: with its file, they would be sent to another host or as
    /// another user. Also returns why the existing ones are not used, by the address of the requests.
    private func besideOtherEnvironments(
        _ convert: (_ taken: Set<String>) throws(ImportError) -> Imported
    ) throws(ImportError) -> (Imported, others: [String: [String]]) {
        var taken: Set<String> = []
        var others: [String: [String]] = [:]
        while true {
            let imported = try convert(taken)
            let before = taken.count
            for environment in imported.environments {
                let path = path(of: environment)
                guard FileKind(of: path) != nil, let difference = difference(of: environment, from: path) else {
                    continue
                }
                taken.insert(environment.name)
                others[environment.baseURL, default: []].append("\(path) is not used: \(difference)")
            }
            if taken.count == before { return (imported, others) }
        }
    }

    /// How the existing environment differs from the imported requests; nil if it does not.
    private func difference(of imported: ImportedEnvironment, from path: String) -> String? {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try readFile(path, limit: 1 << 20)
        } catch {
            return "it cannot be read: \(error.reason)"
        }
        let file = SourceFile.decode(path: path, bytes: bytes).file
        guard let environment = Environment.decode(parseYAML(file).root, in: file).environment else {
            return "it is not valid, so it cannot be compared with the requests"
        }
        let baseURL: String? = if case .baseURL(let url) = environment.endpoint { url.value } else { nil }
        var differences = baseURL == imported.baseURL ? [] : ["the requests go to \(imported.baseURL)"]
        if let initiatorID = imported.initiatorID, environment.initiatorID.value != initiatorID {
            differences.append("the requests have the initiator_id \(initiatorID)")
        }
        return differences.isEmpty ? nil : differences.joined(separator: ", and ")
    }

    /// Names come from the other tool's file, so their control characters are made visible.
    private func list(_ remarks: [String]) -> String {
        NumberMask.mask(remarks.map { "    - \(LogText.line($0))\n" }.joined())
    }
}
