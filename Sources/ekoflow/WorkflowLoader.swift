import WorkflowModel
import YAMLSource

/// Reads and decodes files, and gathers what is wrong with all of them.
struct WorkflowLoader {
    private(set) var diagnostics: [Diagnostic] = []
    private var environments: [String: Environment?] = [:]

    mutating func workflow(_ path: String, variables: [String]) -> Workflow? {
        guard let (file, root) = parse(path) else { return nil }
        let (workflow, problems) = Workflow.decode(root, in: file, variables: variables)
        diagnostics += problems
        return workflow
    }

    /// Each file is read once, however many workflows run in it.
    mutating func environment(_ path: String) -> Environment? {
        if let known = environments[path] { return known }
        var environment: Environment?
        if let (file, root) = parse(path, hidesSource: true) {
            environment = decodeEnvironment(root, in: file)
        }
        if let name = environment?.name, let fileName = Workspace.environmentName(ofFile: path), name.value != fileName
        {
            diagnostics.append(.nameIsNotFileName(name, fileName: fileName))
            environment = nil
        }
        environments[path] = .some(environment)
        return environment
    }

    /// The environment for a workflow: of the command line, else the workflow's own.
    mutating func environment(for workflow: Workflow, named override: String?) -> Environment? {
        guard let name = override ?? workflow.environment?.value else {
            diagnostics.append(.noEnvironment(workflow))
            return nil
        }
        let folder = Workspace.environments(for: workflow.file.path)
        if let path = folder.flatMap({ Workspace.environmentFile(name, in: $0) }) { return environment(path) }
        if name == Workspace.defaultEnvironment { return builtInSandbox() }
        let names = folder.map(Workspace.environmentNames) ?? []
        diagnostics.append(
            .unknownEnvironment(
                name, at: override == nil ? workflow.environment?.range : nil, folder: folder, names: names))
        return nil
    }

    mutating func report(_ problems: [Diagnostic]) { diagnostics += problems }

    /// `hidesSource` where a line may hold a key that should not be there.
    private mutating func parse(_ path: String, hidesSource: Bool = false) -> (file: SourceFile, root: YAMLNode?)? {
        let bytes: [UInt8]
        do {
            bytes = try readFile(path, limit: SourceFile.maximumSize)
        } catch {
            diagnostics.append(.unreadableFile(path, error))
            return nil
        }
        let (file, problems) = SourceFile.decode(path: path, bytes: bytes)
        diagnostics += problems
        guard problems.isEmpty else { return nil }
        let (root, syntaxProblems) = parseYAML(file)
        diagnostics += hidesSource ? syntaxProblems.map(\.hidingSource) : syntaxProblems
        return root == nil && syntaxProblems.hasErrors ? nil : (file, root)
    }

    private mutating func decodeEnvironment(_ root: YAMLNode?, in file: SourceFile) -> Environment? {
        let (environment, problems) = Environment.decode(root, in: file)
        diagnostics += problems
        return environment
    }

    /// So that `--env sandbox` works in every folder.
    private mutating func builtInSandbox() -> Environment? {
        let path = "the built-in sandbox environment"
        if let known = environments[path] { return known }
        let text = "name: sandbox\nsandbox: embedded\ninitiator_id: \"9962981729\"\n"
        let file = SourceFile(path: path, text: text)
        let environment = decodeEnvironment(parseYAML(file).root, in: file)
        environments[path] = .some(environment)
        return environment
    }
}

extension Diagnostic {
    fileprivate static func noEnvironment(_ workflow: Workflow) -> Diagnostic {
        .error(
            "no_environment", "\(workflow.file.path) does not say in which environment it runs", at: nil,
            suggestion: "add 'environment: staging' to it, or give --env sandbox")
    }

    /// `--env` and `--confirm-production` take the one for the other.
    fileprivate static func nameIsNotFileName(_ name: Located<String>, fileName: String) -> Diagnostic {
        .error(
            "environment_name", "the environment is named '\(name.value)', but its file is named '\(fileName)'",
            at: name.range, suggestion: "give both the same name")
    }

    fileprivate static func unknownEnvironment(
        _ name: String, at range: SourceRange?, folder: String?, names: [String]
    ) -> Diagnostic {
        let place = folder.map { "in \($0)" } ?? "and no folder 'environments' above the workflow"
        let known = names.isEmpty ? [] : [Note("the environments there: \(names.joined(separator: ", "))")]
        return .error(
            "unknown_environment", "there is no environment '\(name)' \(place)", at: range,
            suggestion: closestName(to: name, among: names).map { "did you mean '\($0)'?" }, notes: known)
    }
}
