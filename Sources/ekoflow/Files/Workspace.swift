import CLibrary
import Source
import Spelling
import WorkflowModel

/// Where environment files are: `environments/NAME.yml` in the nearest folder above a workflow that has `environments`.
enum Workspace {
    static let environmentsFolder = "environments"
    /// Where workflows are, if a command names no path.
    static let workflowsFolder = "workflows"
    static let defaultEnvironment = "sandbox"
    /// What names the standard input in place of a workflow's path.
    static let standardInput = "-"

    /// The folder of environments for a workflow file; nil if there is none.
    static func environments(for workflowPath: String) -> String? {
        folder(above: workflowPath) { FileKind.folder.mayBe(at: "\($0)/\(environmentsFolder)") }
            .map { fromHere($0 == "/" ? "/\(environmentsFolder)" : "\($0)/\(environmentsFolder)") }
    }

    /// The root of a file's workspace: the nearest folder above it that contains `environments`; else the folder that contains
    /// the folder `workflows` it is in; else the root of its Git repository; else the current folder, or the file's own.
    /// No link of a workflow may leave it.
    static func root(for path: String) -> String {
        if let root = folder(above: path, { FileKind.folder.mayBe(at: "\($0)/\(environmentsFolder)") }) { return root }
        if let workflows = folder(above: path, { $0.hasSuffix("/\(workflowsFolder)") }) { return parent(of: workflows) }
        if let repository = repository(of: parent(of: canonicalPath(path))) { return repository }
        let (file, current) = (canonicalPath(path), canonicalPath("."))
        return isIn(current, file) ? current : parent(of: file)
    }

    /// The root of the Git repository that a folder is in; nil if it is in none.
    static func repository(of path: String) -> String? {
        folder(above: path + "/file") { FileKind(of: "\($0)/.git") != nil }
    }

    /// The nearest folder above a file that meets a condition.
    private static func folder(above path: String, _ isMet: (String) -> Bool) -> String? {
        var folder = canonicalPath(path)
        while folder != "/" {
            folder = parent(of: folder)
            if isMet(folder) { return folder }
            if folder == "." { return nil }
        }
        return nil
    }

    /// Whether a path is in a folder or below it; both are canonical. By bytes: a folder is another one if its name has the same characters
    /// in another Unicode form.
    static func isIn(_ folder: String, _ path: String) -> Bool {
        path.utf8.starts(with: (folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/").utf8)
    }

    /// The folder of a path; `.` if the path has no folder.
    static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Resolves a path that is written in a file, relative to that file; `~/` is the home folder.
    static func path(_ written: Located<String>) -> String {
        if written.value.hasPrefix("/") { return written.value }
        if written.value.hasPrefix("~/") { return (ProcessEnvironment.value("HOME") ?? "") + written.value.dropFirst() }
        let folder = parent(of: written.range.file.location)
        return folder == "." ? written.value : "\(folder)/\(written.value)"
    }

    /// Whether the file is directly in a folder `environments`, or a link to such a file.
    static func isEnvironmentFile(_ path: String) -> Bool {
        var canonical = CanonicalPaths()
        return isEnvironmentFile(path, &canonical)
    }

    static func isEnvironmentFile(_ path: String, _ canonical: inout CanonicalPaths) -> Bool {
        func isInFolder(_ path: String) -> Bool {
            path.split(separator: "/").dropLast().last == environmentsFolder[...]
        }
        return isInFolder(canonical.path(path)) || isLink(path) && isInFolder(canonicalPath(parent(of: path)) + "/link")
    }

    /// The path of an environment's file; nil if no file has its name.
    static func environmentFile(_ name: String, in folder: String) -> String? {
        guard !name.contains("/"), !name.hasPrefix(".") else { return nil }
        return ["yml", "yaml"].map { "\(folder)/\(name).\($0)" }.first { FileKind.file.mayBe(at: $0) }
    }

    /// The names of the environments in a folder, sorted.
    static func environmentNames(in folder: String) -> [String] {
        WorkflowFiles.find([folder], shared: .included).paths.compactMap(environmentName)
    }

    /// The name of an environment: the name of its file, without the ending.
    static func environmentName(ofFile path: String) -> String? {
        guard let name = path.split(separator: "/").last else { return nil }
        return [".yml", ".yaml"].first(where: name.hasSuffix).map { String(name.dropLast($0.count)) }
    }

    /// Help for a missing file: the existing file that was most likely meant.
    static func help(for path: String, in folder: String) -> String? {
        if FileKind(of: "\(folder)/\(path)") == .folder { return "name a file in it" }
        if let ending = ["yml", "yaml"].first(where: { FileKind(of: "\(folder)/\(path).\($0)") == .file }) {
            return "did you mean '\(path).\(ending)'?"
        }
        let subfolder = path.contains("/") ? parent(of: path) + "/" : ""
        let name = String(path.dropFirst(subfolder.count))
        let names = WorkflowFiles.names(in: "\(folder)/\(subfolder)").filter { !$0.hasPrefix(".") }
        return closestName(to: name, among: names.sorted()).map { "did you mean '\(subfolder)\($0)'?" }
            ?? helpForFolder(of: path, in: folder)
    }

    /// Help for a missing file whose folder is missing too: the same file in the folder that was most likely meant.
    private static func helpForFolder(of path: String, in folder: String) -> String? {
        guard path.contains("/"), !path.hasPrefix("/"), !path.contains("://"), case let subfolder = parent(of: path),
            FileKind(of: "\(folder)/\(subfolder)") == nil
        else { return nil }
        let folders = WorkflowFiles.names(in: folder).filter {
            !$0.hasPrefix(".") && FileKind(of: "\(folder)/\($0)") == .folder
        }
        guard let closest = closestName(to: subfolder, among: folders.sorted()) else {
            return "there is no folder '\(subfolder)'"
        }
        let name = path.dropFirst(subfolder.count + 1)
        return FileKind(of: "\(folder)/\(closest)/\(name)") == .file
            ? "did you mean '\(closest)/\(name)'?" : "there is no folder '\(subfolder)'; did you mean '\(closest)'?"
    }

    /// The files beside a missing one, with the same ending; nil if there are none. `file` is not one of them.
    static func filesInPlace(of path: String, in folder: String, besides file: String) -> String? {
        let subfolder = path.contains("/") ? parent(of: path) : "."
        let ending = path.split(separator: ".").last.map { ".\($0)" } ?? ""
        let prefix = subfolder == "." ? "" : "\(subfolder)/"
        let files = WorkflowFiles.names(in: "\(folder)/\(subfolder)").sorted().filter { name in
            !name.hasPrefix(".") && name.hasSuffix(ending) && "\(folder)/\(prefix)\(name)" != "\(folder)/\(file)"
        }
        guard !files.isEmpty else { return nil }
        let listed = files.prefix(5).map { prefix + $0 } + (files.count > 5 ? ["…"] : [])
        return "there \(files.count == 1 ? "is" : "are"): \(listed.joined(separator: ", "))"
    }

    /// A canonical path as seen from the current folder, as people would write it.
    static func fromHere(_ path: String) -> String {
        let here = canonicalPath(".")
        if isIn(here, path) { return path.below(here) }
        // A folder above is near: from `workflows`, the reports are in `../reports`.
        let top = parent(of: path)
        guard top != "/", isIn(top, here) || isIn(parent(of: top), here) else { return path }
        let base = isIn(top, here) ? top : parent(of: top)
        guard base != "/", base != "." else { return path }
        let levels = here.below(base).split(separator: "/").count
        return String(repeating: "../", count: levels) + path.below(base)
    }
}
