import Source
import YAML

/// Decodes the workflows that others use, each one once, and finds workflows that use themselves.
final class LinkReader {
    private let files: any LinkedFiles
    /// The paths of the workflows being decoded, outermost first.
    private var path: [String] = []
    private var workflows: [String: Workflow?] = [:]
    /// The problems of the files that were read.
    private(set) var diagnostics: [Diagnostic] = []

    init(files: any LinkedFiles, root: SourceFile) {
        self.files = files
        path = [files.path(of: root)]
    }

    enum Result {
        case workflow(Workflow)
        /// The workflow has errors, which are in `diagnostics`.
        case broken
        case unreadable(LinkError)
        /// The workflow uses itself, along this chain of paths.
        case cycle([String])
        /// The chain of workflows that use one another is longer than `maximumDepth`.
        case tooDeep
    }

    private static let maximumDepth = 32

    func workflow(_ name: String, from file: SourceFile) -> Result {
        let target: SourceFile
        do {
            target = try files.read(name, from: file)
        } catch {
            return .unreadable(error)
        }
        if let start = path.firstIndex(of: target.path) { return .cycle(path[start...] + [target.path]) }
        guard path.count < Self.maximumDepth else { return .tooDeep }
        if let known = workflows[target.path] { return known.map { .workflow($0) } ?? .broken }
        path.append(target.path)
        defer { path.removeLast() }
        let workflow = decode(target)
        workflows[target.path] = .some(workflow)
        return workflow.map { .workflow($0) } ?? .broken
    }

    func data(_ name: String, from file: SourceFile) throws(LinkError) -> SourceFile {
        try files.read(name, from: file)
    }

    private func decode(_ file: SourceFile) -> Workflow? {
        let (root, syntaxProblems) = parseYAML(file)
        diagnostics += syntaxProblems
        guard root != nil || !syntaxProblems.hasErrors else { return nil }
        let (workflow, problems) = Workflow.decode(root, in: file, variables: [], links: self)
        diagnostics += problems
        return workflow
    }
}
