import JSON
import Source
import Spelling
import WorkflowModel
import YAML

/// Reads and decodes files, and collects the problems of all of them.
struct WorkflowLoader {
    private let root: WorkspaceRoot
    private let environmentVariable: @Sendable (String) -> String?
    /// Whether the files that requests send must be there: not if the requests were made before.
    private let checksUploads: Bool
    private var environments: [ExactString: Environment?] = [:]
    private var environmentFolders: [ExactString: String?] = [:]
    private let names: FileNames
    private var canonical = CanonicalPaths()
    /// In the order in which they were found, without duplicates: a used file is read again for each workflow that uses it.
    private(set) var diagnostics: [Diagnostic] = []
    private var reported: Set<DiagnosticKey> = []
    /// The files that were read: workflows, their cases, environments and variables.
    private(set) var readPaths: [String] = []

    /// Files are called by their paths below `root`. Loaders whose files belong together share `names`.
    init(
        in root: WorkspaceRoot,
        variable: @escaping @Sendable (String) -> String? = { ProcessEnvironment.value($0) },
        checksUploads: Bool = true, names: FileNames = FileNames()
    ) {
        self.root = root
        self.names = names
        self.checksUploads = checksUploads
        environmentVariable = variable
    }

    /// For commands that send nothing: an address that comes from a variable need not be known.
    static func withoutAddresses(
        in root: WorkspaceRoot, variable: @escaping @Sendable (String) -> String?, checksUploads: Bool = true,
        names: FileNames = FileNames()
    ) -> WorkflowLoader {
        WorkflowLoader(
            in: root, variable: { variable($0) ?? Environment.unknownAddress }, checksUploads: checksUploads,
            names: names)
    }

    /// `environment` is the name of the environment that the command line gives; nil if the workflow says it.
    mutating func workflow(_ path: String, variables: [String], environment: String? = nil) -> Workflow? {
        guard let (file, root) = parse(path) else { return nil }
        if let root, root.looksLikeEnvironment {
            report([.environmentAsWorkflow(file)])
            return nil
        }
        let ofEnvironment = environmentVariables(environment, of: root, path)
        let (workflow, problems) = Workflow.decode(
            root, in: file, variables: variables + ofEnvironment,
            files: WorkspaceFiles(of: path, in: self.root, checksUploads: checksUploads, names: names))
        report(problems)
        if let cases = workflow?.cases.file { readPaths.append(cases.location) }
        return workflow
    }

    /// The names of the variables of the environment that a workflow runs in. Problems with it are reported later, with their
    /// place.
    private mutating func environmentVariables(_ given: String?, of root: YAMLNode?, _ path: String) -> [String] {
        let stated = root?.mapping?.first { $0.key.value == "environment" }?.value.scalar?.text
        guard let name = given ?? stated, let folder = environmentsFolder(for: path),
            let file = Workspace.environmentFile(name, in: folder)
        else { return [] }
        return environment(file)?.variables.map(\.name.value) ?? []
    }

    /// Reads each file only once, even if many workflows use it.
    mutating func environment(_ path: String) -> Environment? {
        if let known = environments[ExactString(path)] { return known }
        var environment: Environment?
        if let (file, root) = parse(path, hidesSource: true) { environment = decodeEnvironment(root, in: file) }
        if let name = environment?.name, let fileName = Workspace.environmentName(ofFile: path), name.value != fileName
        {
            // `--env` names the file and `--confirm-production` the declared name, so they must agree.
            report([
                .error(
                    .environmentName, "the environment is named '\(name.value)', but its file is named '\(fileName)'",
                    at: name.range, help: "give both the same name")
            ])
            environment = nil
        }
        environments[ExactString(path)] = .some(environment)
        return environment
    }

    /// The environment for a workflow: from the command line, else the workflow's own.
    mutating func environment(for workflow: Workflow, named override: String?) -> Environment? {
        guard let name = override ?? workflow.environment?.value else {
            report([
                .error(
                    .noEnvironment, "\(workflow.file.path) does not say in which environment it runs", at: nil,
                    help: "add 'environment: staging' to it, or give --env sandbox")
            ])
            return nil
        }
        return environment(
            named: name, near: workflow.file.location, at: override == nil ? workflow.environment?.range : nil)
    }

    /// The folder with the environments of a file, found once for all files of a folder. A link belongs to the folder of its file.
    private mutating func environmentsFolder(for path: String) -> String? {
        let parent = Workspace.parent(of: canonical.path(path))
        if let known = environmentFolders[ExactString(parent)] { return known }
        let folder = Workspace.environments(for: path)
        environmentFolders[ExactString(parent)] = .some(folder)
        return folder
    }

    /// The environment with a name, from the nearest folder `environments` above a file.
    mutating func environment(named name: String, near path: String, at range: SourceRange? = nil) -> Environment? {
        let folder = environmentsFolder(for: path)
        if let path = folder.flatMap({ Workspace.environmentFile(name, in: $0) }) { return environment(path) }
        if name == Workspace.defaultEnvironment { return builtInSandbox() }
        let names = folder.map(Workspace.environmentNames) ?? []
        report([.unknownEnvironment(name, at: range, folder: folder, names: names)])
        return nil
    }

    /// The values in a file of variables: a mapping of names to values, in YAML or JSON.
    mutating func variables(ofFile path: String) -> [VariableOption] {
        guard let (file, root) = parse(path, hidesSource: true) else { return [] }
        guard let entries = root?.mapping else {
            report([
                .error(
                    .wrongType, "expected a mapping of names and values", at: SourceRange(file: file, at: .start),
                    help: "for example mobile: \"9002336768\"", hidesSource: true)
            ])
            return []
        }
        if let nested = entries.first(where: { $0.key.value == "vars" && $0.value.mapping != nil }) {
            report([
                .error(
                    .wrongType, "a file of variables has their names at its top, and no 'vars'", at: nested.key.range,
                    help: "remove the line 'vars:' and the indentation below it", hidesSource: true)
            ])
        }
        return entries.map { entry in
            VariableOption(name: entry.key.value, value: JSONValue(plain: entry.value), at: entry.key.range)
        }
    }

    mutating func report(_ problems: [Diagnostic]) {
        diagnostics += problems.filter { reported.insert(DiagnosticKey($0)).inserted }
    }

    /// `hidesSource` must be true if a line may contain a key that should not be there.
    private mutating func parse(_ path: String, hidesSource: Bool = false) -> (file: SourceFile, root: YAMLNode?)? {
        let bytes: [UInt8]
        readPaths.append(path)
        do {
            bytes =
                try path == Workspace.standardInput
                ? readStandardInput(limit: SourceFile.maximumSize) : readFile(path, limit: SourceFile.maximumSize)
        } catch {
            let isMissing = FileKind(of: path) == nil && !path.hasPrefix("/")
            let help =
                isMissing && path == Workspace.workflowsFolder
                ? "name a workflow; or 'ekoflow init' makes a workspace with one"
                : isMissing ? Workspace.help(for: path, in: ".") : nil
            report([.unreadable(path, error.reason, help: help)])
            return nil
        }
        let name =
            path == Workspace.standardInput ? root.name(of: path) : root.name(ofCanonical: canonical.path(path))
        do throws(FileError) {
            try names.add(name)
        } catch {
            report([.unreadable(name, error.reason)])
            return nil
        }
        let (file, problems) = SourceFile.decode(path: name, location: path, bytes: bytes)
        report(problems)
        guard problems.isEmpty else { return nil }
        let (root, syntaxProblems) = parseYAML(file)
        report(hidesSource ? syntaxProblems.map(\.withoutText) : syntaxProblems)
        return root == nil && syntaxProblems.hasErrors ? nil : (file, root)
    }

    private mutating func decodeEnvironment(_ root: YAMLNode?, in file: SourceFile) -> Environment? {
        var (environment, problems) = Environment.decode(root, in: file, variable: environmentVariable)
        report(problems)
        if let identity = fileIdentity(file.location) { environment?.identity = identity }
        return environment
    }

    /// Makes `--env sandbox` work in every folder.
    private mutating func builtInSandbox() -> Environment? {
        let path = "the built-in sandbox environment"
        if let known = environments[ExactString(path)] { return known }
        let file = SourceFile(path: path, text: WorkspaceTemplate.sandbox)
        let environment = decodeEnvironment(parseYAML(file).root, in: file)
        environments[ExactString(path)] = .some(environment)
        return environment
    }
}

/// Two diagnostics with the same key are duplicates. Notes say in which case or by which workflow a line is used: each of these is a
/// problem of its own.
private struct DiagnosticKey: Hashable {
    private struct Line: Hashable {
        let message: String
        let path: String?
        let start: SourcePosition?

        init(_ message: String, at range: SourceRange?) {
            self.message = message
            path = range?.file.path
            start = range?.start
        }
    }

    private let id: Diagnostic.ID
    private let lines: [Line]

    init(_ diagnostic: Diagnostic) {
        id = diagnostic.id
        lines =
            [Line(diagnostic.message, at: diagnostic.range)] + diagnostic.notes.map { Line($0.message, at: $0.range) }
    }
}

extension YAMLNode {
    /// Whether it looks like an environment that was given instead of a workflow.
    fileprivate var looksLikeEnvironment: Bool {
        guard let keys = mapping?.map(\.key.value) else { return false }
        return !keys.contains("steps")
            && keys.contains { ["base_url", "sandbox", "initiator_id", "limits", "recipients"].contains($0) }
    }
}

extension Diagnostic {
    /// The diagnostic without its line, and without a word of the file that could be a password, such as `!hunter2`.
    fileprivate var withoutText: Diagnostic {
        let message: String? =
            switch id {
            case .yamlTag: "a value that starts with '!' needs quotes"
            case .undefinedAlias, .aliasCycle: "a value that starts with '*' needs quotes"
            default: nil
            }
        return message.map { .error(id, $0, at: range, hidesSource: true) } ?? hidingSource
    }

    fileprivate static func environmentAsWorkflow(_ file: SourceFile) -> Diagnostic {
        .error(
            .environmentAsWorkflow, "this is an environment, not a workflow",
            at: SourceRange(file: file, at: .start),
            help: Workspace.isEnvironmentFile(file.location)
                ? Workspace.environmentName(ofFile: file.path).map {
                    "give a workflow, and --env \($0) to run it there"
                }
                : "put it into the folder 'environments', next to the folder of the workflows", hidesSource: true)
    }

    fileprivate static func unknownEnvironment(
        _ name: String, at range: SourceRange?, folder: String?, names: [String]
    ) -> Diagnostic {
        let place = folder.map { "in \($0)" } ?? "and no folder 'environments' above the workflow"
        let known = names.isEmpty ? [] : [Note("the environments there: \(names.joined(separator: ", "))")]
        let asFile = Workspace.environmentName(ofFile: name)
        return .error(
            .unknownEnvironment, "there is no environment '\(name)' \(place)", at: range,
            help: closestName(to: asFile ?? name, among: names + ["sandbox"]).map { "did you mean '\($0)'?" }
                ?? asFile.map { "give its name, '\($0)', and not its file" }
                ?? (folder == nil ? "'ekoflow init' makes it; 'sandbox' needs no file" : nil), notes: known)
    }
}
