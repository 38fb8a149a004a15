import Glibc
import Source

/// Finds the workflow files that arguments name: files as they are, folders with all `.yml` and `.yaml` files in them.
enum WorkflowFiles {
    /// What becomes of workflows that are there for others to use: those in files and folders whose names start with
    /// `_`.
    enum Shared {
        case included
        /// But for those that are named themselves.
        case leftOut
    }

    static func find(_ arguments: [String], shared: Shared) -> (paths: [String], diagnostics: [Diagnostic]) {
        var paths: [String] = []
        var diagnostics: [Diagnostic] = []
        for argument in arguments {
            guard FileKind(of: argument) == .folder else {
                // A missing file is told when it is read, with the reason.
                paths.append(argument)
                continue
            }
            let found = files(in: argument, shared: shared)
            if found.isEmpty { diagnostics.append(.emptyFolder(argument)) }
            paths += found
        }
        var seen: Set<String> = []
        return (paths.filter { seen.insert(canonicalPath($0)).inserted }, diagnostics)
    }

    /// In the order of their paths, subfolders included; hidden ones are not looked into.
    private static func files(in folder: String, shared: Shared) -> [String] {
        let prefix = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
        var found: [String] = []
        for name in names(in: folder).sorted() where !name.hasPrefix(".") {
            if shared == .leftOut, name.hasPrefix("_") { continue }
            switch FileKind(of: prefix + name) {
            case .folder where isSearched(name, shared) && !isLink(prefix + name):
                found += files(in: prefix + name, shared: shared)
            case .file where isWorkflowName(name): found.append(prefix + name)
            default: break
            }
        }
        return found
    }

    /// Environments are checked where all is, and never run.
    private static func isSearched(_ folder: String, _ shared: Shared) -> Bool {
        shared == .included || folder != Workspace.environmentsFolder
    }

    private static func isWorkflowName(_ name: String) -> Bool {
        [".yml", ".yaml"].contains { name.lowercased().hasSuffix($0) }
    }

    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }

    /// A link to a folder may lead around in a circle.
    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}

extension Diagnostic {
    fileprivate static func emptyFolder(_ path: String) -> Diagnostic {
        .error(
            .noWorkflows, "the folder \(path) has no workflows", at: nil,
            help: "a workflow is a file that ends in .yml or .yaml")
    }

    static func unreadableFile(_ path: String, _ error: FileError, help: String? = nil) -> Diagnostic {
        .error(.unreadableFile, "cannot read \(path): \(error.reason)", at: nil, help: help)
    }
}
