import HTTP
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

    private static let maximumDepth = 32

    /// The workflow at a path; nil if it has errors, which are in `diagnostics`. Throws why it cannot be used there.
    func workflow(_ link: Located<String>) throws(Diagnostic) -> Workflow? {
        let target = try read(link)
        if let start = path.firstIndex(of: target.path) {
            let chain = (path[start...] + [target.path]).joined(separator: " uses ")
            throw .error(
                .useCycle, "this workflow would use itself without end", at: link.range,
                notes: [Diagnostic.Note(chain)])
        }
        guard path.count < Self.maximumDepth else {
            throw .error(
                .usesTooDeep, "more than \(Self.maximumDepth) workflows use one another in a chain", at: link.range)
        }
        if let known = workflows[target.path] { return known }
        path.append(target.path)
        defer { path.removeLast() }
        let workflow = decode(target)
        workflows[target.path] = .some(workflow)
        return workflow
    }

    /// The file at a path, as seen from the file that names it.
    func read(_ link: Located<String>) throws(Diagnostic) -> SourceFile {
        try read(link.value, from: link.range.file, at: link.range)
    }

    /// The file at a path, as seen from `file`. `range` is what needs it.
    func read(_ path: String, from file: SourceFile, at range: SourceRange) throws(Diagnostic) -> SourceFile {
        do {
            return try files.read(path, from: file)
        } catch {
            throw error.diagnostic(of: path, at: range)
        }
    }

    /// The file at a path that a request sends, as seen from the file that names it.
    func upload(_ link: Located<String>) throws(Diagnostic) -> UploadFile {
        do {
            return try files.upload(link.value, from: link.range.file)
        } catch {
            throw error.diagnostic(of: link.value, at: link.range)
        }
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

extension LinkError {
    /// `range` is what needs the file.
    fileprivate func diagnostic(of path: String, at range: SourceRange) -> Diagnostic {
        if let diagnostic { return diagnostic.with([Diagnostic.Note("the file is named here", at: range)]) }
        return .error(.unreadableFile, "cannot read \(path): \(reason)", at: range, help: help)
    }
}
