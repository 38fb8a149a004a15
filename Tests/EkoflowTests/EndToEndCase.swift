import Foundation
import Testing

/// A case from a folder or a page, which can also be run with another command.
struct EndToEndCase: Sendable, CustomTestStringConvertible {
    let name: String
    let arguments: [String]
    let variables: [String: String]
    private let files: [(path: String, content: Data)]

    var testDescription: String { name }

    /// Every case of every group.
    static let all: [EndToEndCase] =
        CaseTests.folders().map(folder)
        + CaseTests.pageCases().map { test in
            let content = test.content
            return EndToEndCase(
                name: "invalid/\(content.name)", arguments: content.command.arguments,
                variables: content.command.variables, files: content.files.map { ($0, Data($1.utf8)) })
        }

    /// Writes the files of the case into a new workspace.
    func workspace() throws -> TemporaryFolder {
        let workspace = try TemporaryFolder()
        for (path, content) in files {
            let url = workspace.url.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try content.write(to: url)
        }
        return workspace
    }

    private static let outputs: Set = ["arguments", "variables", "stdout", "stderr", "exit-code", "junit.xml"]

    private static func folder(_ name: String) -> EndToEndCase {
        let folder = CaseTests.root.appending(path: name)
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        let files = paths.filter { !outputs.contains($0) }.compactMap { path in
            (try? Data(contentsOf: folder.appending(path: path))).map { (path, $0) }
        }
        let variables = CaseTests.lines("variables", in: folder) ?? []
        let pairs = variables.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return EndToEndCase(
            name: name, arguments: CaseTests.lines("arguments", in: folder) ?? CaseCommand.standard.arguments,
            variables: Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) }), files: files)
    }
}
