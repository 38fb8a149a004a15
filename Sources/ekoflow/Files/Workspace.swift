import Glibc
import Source
import Spelling
import WorkflowModel

/// Where environment files are: `environments/NAME.yml` in the nearest folder above a workflow that has `environments`.
enum Workspace {
    static let environmentsFolder = "environments"
    static let defaultEnvironment = "sandbox"

    /// The folder of environments for a workflow file; nil where there is none.
    static func environments(for workflowPath: String) -> String? {
        var folder = canonicalPath(workflowPath)
        while let slash = folder.lastIndex(of: "/") {
            folder = String(folder[..<slash])
            if FileKind(of: "\(folder)/\(environmentsFolder)") == .folder {
                return relative("\(folder)/\(environmentsFolder)")
            }
        }
        return nil
    }

    /// The folder that a workflow's links must not lead out of: the one with the environments, else the current one, else
    /// the workflow's own.
    static func root(for workflowPath: String) -> String {
        if let environments = environments(for: workflowPath) { return parent(of: canonicalPath(environments)) }
        let path = canonicalPath(workflowPath)
        let current = canonicalPath(".")
        return path.hasPrefix(current.hasSuffix("/") ? current : current + "/") ? current : parent(of: path)
    }

    /// The folder that a path is in; `.` where it has none.
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A path that is written in a file, and seen from there; `~/` is the home folder.
    static func path(_ written: Located<String>) -> String {
        if written.value.hasPrefix("/") { return written.value }
        if written.value.hasPrefix("~/") { return (ProcessEnvironment.value("HOME") ?? "") + written.value.dropFirst() }
        let folder = parent(of: written.range.file.path)
        return folder == "." ? written.value : "\(folder)/\(written.value)"
    }

    /// True for a file right in a folder of environments.
    static func isEnvironmentFile(_ path: String) -> Bool {
        canonicalPath(path).split(separator: "/").dropLast().last == environmentsFolder[...]
    }

    /// The path of an environment's file; nil where no file has its name.
    static func environmentFile(_ name: String, in folder: String) -> String? {
        guard !name.contains("/"), !name.hasPrefix(".") else { return nil }
        return ["yml", "yaml"].map { "\(folder)/\(name).\($0)" }.first { FileKind(of: $0) == .file }
    }

    /// The names of the environments in a folder, sorted.
    static func environmentNames(in folder: String) -> [String] {
        WorkflowFiles.find([folder], shared: .included).paths.compactMap(environmentName)
    }

    /// The name that an environment's file gives it: the file's own, without its ending.
    static func environmentName(ofFile path: String) -> String? {
        guard let name = path.split(separator: "/").last else { return nil }
        return [".yml", ".yaml"].first(where: name.hasSuffix).map { String(name.dropLast($0.count)) }
    }

    /// What to say of a file that is not there: the one that a misspelt name most likely means.
    static func help(for path: String, in folder: String) -> String? {
        if FileKind(of: "\(folder)/\(path)") == .folder { return "name a file in it" }
        if let ending = ["yml", "yaml"].first(where: { FileKind(of: "\(folder)/\(path).\($0)") == .file }) {
            return "did you mean '\(path).\(ending)'?"
        }
        let subfolder = path.contains("/") ? parent(of: path) + "/" : ""
        let name = String(path.dropFirst(subfolder.count))
        let names = WorkflowFiles.names(in: "\(folder)/\(subfolder)").filter { !$0.hasPrefix(".") }
        return closestName(to: name, among: names.sorted()).map { "did you mean '\(subfolder)\($0)'?" }
    }

    /// As people would write it: from the current folder where it is inside.
    static func relative(_ path: String) -> String {
        let prefix = canonicalPath(".") + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}
