import CLibrary
import JSON
import Source

/// Finds the workflow files that arguments name. A folder stands for all `.yml` and `.yaml` files in it.
enum WorkflowFiles {
    /// What to do with workflows for others to use: files and folders whose names start with `_`.
    enum Shared {
        case included
        /// Except for files and folders that an argument names.
        case leftOut
    }

    static func find(_ arguments: [String], shared: Shared) -> (paths: [String], diagnostics: [Diagnostic]) {
        var paths: [String] = []
        var diagnostics: [Diagnostic] = []
        for argument in arguments.map(inWorkspace) {
            guard FileKind(of: argument) == .folder else {
                // A missing file is reported later, when it is read.
                paths.append(argument)
                continue
            }
            let found = files(in: argument, shared: shared, &diagnostics)
            if found.isEmpty {
                diagnostics.append(
                    .error(
                        .noWorkflows, "the folder \(argument) has no workflows", at: nil,
                        help: "a workflow is a file that ends in .yml or .yaml"))
            }
            paths += found
        }
        var seen: Set<ExactString> = []
        var canonical = CanonicalPaths()
        return (paths.filter { seen.insert(ExactString(canonical.path($0))).inserted }, diagnostics)
    }

    /// The folder `workflows` of the workspace, also from a folder in it.
    private static func inWorkspace(_ argument: String) -> String {
        guard argument == Workspace.workflowsFolder, FileKind(of: argument) == nil else { return argument }
        let folder = WorkspaceRoot.current.location(of: argument)
        return FileKind(of: folder.isEmpty ? "." : folder) == .folder ? (folder.isEmpty ? "." : folder) : argument
    }

    /// In the order of their paths, with subfolders. Hidden files and folders are skipped. Whatever else is left out is told:
    /// a test that is not run must not look as if it had passed.
    private static func files(in folder: String, shared: Shared, _ diagnostics: inout [Diagnostic]) -> [String] {
        let prefix = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
        guard let names = entries(of: folder) else {
            diagnostics.append(
                .error(
                    .unreadableFile, "cannot read the folder \(folder): \(systemErrorText())", at: nil,
                    help: "its workflows would be left out"))
            return []
        }
        var found: [String] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            if shared == .leftOut, name.hasPrefix("_") { continue }
            let path = prefix + name
            switch FileKind(of: path) {
            case .folder where isSearched(name, shared):
                // They may form a circle.
                if isLink(path) {
                    diagnostics.append(.linkedFolder(path))
                } else {
                    found += files(in: path, shared: shared, &diagnostics)
                }
            case .file where isWorkflowName(name): found.append(path)
            case nil:
                let (isGone, reason) = (errno == ENOENT, systemErrorText())
                // `entries` has put this character in the place of the wrong bytes.
                let isUnreadable = isGone && name.contains("\u{FFFD}")
                // Any other file that is gone meanwhile is nobody's loss; one that cannot be looked at could be a folder of workflows.
                guard !isGone || isUnreadable || isWorkflowName(name) || isLink(path) else { break }
                let why =
                    isUnreadable
                    ? "its name is not in UTF-8" : isGone ? "it is a link that leads nowhere" : reason
                diagnostics.append(
                    .error(
                        .unreadableFile, "cannot read \(path): \(why)", at: nil,
                        help: isUnreadable ? "give it another name; a workflow in it would be left out" : nil))
            default: break
            }
        }
        return found
    }

    /// Environments are validated together with everything else, but never run.
    private static func isSearched(_ folder: String, _ shared: Shared) -> Bool {
        shared == .included || folder != Workspace.environmentsFolder
    }

    private static func isWorkflowName(_ name: String) -> Bool {
        [".yml", ".yaml"].contains { name.lowercased().hasSuffix($0) }
    }

    /// Empty if the folder cannot be read.
    static func names(in folder: String) -> [String] { entries(of: folder) ?? [] }

    /// Nil if the folder cannot be read to its end; `errno` says why.
    static func entries(of folder: String) -> [String]? {
        guard let directory = opendir(folder) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else { return errno == 0 ? names : nil }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
    }
}

extension Diagnostic {
    fileprivate static func linkedFolder(_ path: String) -> Diagnostic {
        .warning(
            .linkNotFollowed, "\(path) is a link to a folder, and its workflows are left out", at: nil,
            help: "name the folder itself to take them")
    }
}
