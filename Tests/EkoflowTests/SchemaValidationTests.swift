import Foundation
import Testing

/// The committed schemas are the ones that the program prints, and an independent validator accepts and rejects files.
@Suite("The JSON Schemas for editors", .timeLimit(.minutes(5)))
struct SchemaValidationTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let cases = root.appending(path: "Tests/EkoflowTests/Cases")

    /// The program's messages for mistakes that a schema can find, because they do not depend on the meaning of names.
    private static let structuralProblems = [
        "unknown key '", "is missing in a workflow", "is missing in 'call'", "this step does nothing",
        "a step does one thing", "a request has one body",
        "has no meaning beside", "unknown operator", "': expected one of",
        "': expected a list",
        "': expected true or false", "': expected a whole number", "': expected a duration", "this expects nothing",
        "'http' is a status code", "expected a mapping with the keys of",
    ]

    @Test("the committed copy equals the program's output", arguments: ["workflow", "environment", "report"])
    func committedCopy(_ kind: String) async throws {
        let printed = try await EkoflowProcess.run(["schema", kind], in: Self.root).stdout
        let committed = try String(contentsOf: Self.root.appending(path: "schemas/\(kind).json"), encoding: .utf8)
        #expect(printed == committed, "write it anew: ekoflow schema \(kind) > schemas/\(kind).json")
    }

    @Test("every example and every case that runs is accepted")
    func accepted() async throws {
        let folders = ["workflows", "workflows/_shared"].map { Self.root.appending(path: $0) }
        let groups = ["passing", "failing"].flatMap { Self.folders(of: Self.cases.appending(path: $0)) }
        let workflows = (folders + groups).flatMap(Self.workflowFiles).filter { path in
            // A case can also have variables files, which are not workflows.
            (try? String(contentsOfFile: path, encoding: .utf8))?.contains("steps:") ?? false
        }
        #expect(workflows.count > 20)
        #expect(try await Self.judge("workflow", workflows).filter { $0.value != "accepted" } == [:])
        let environments = Self.workflowFiles(in: Self.root.appending(path: "environments"))
        #expect(try await Self.judge("environment", environments).filter { $0.value != "accepted" } == [:])
    }

    @Test("every case with a structural error, by the program's own messages, is rejected")
    func rejected() async throws {
        let wrong = CasePage.invalid.flatMap { $0.page.cases }.filter {
            Self.isStructural($0.outputs[.stderr]?.text ?? "")
        }
        #expect(wrong.count > 40)
        let workspace = try TemporaryFolder()
        defer { withExtendedLifetime(workspace) {} }
        let files = try wrong.map { item in
            try workspace.write(item.files["workflow.yml"] ?? "", to: "\(item.name)/workflow.yml").path
        }
        let verdicts = try await Self.judge("workflow", files)
        #expect(verdicts.filter { $0.value == "accepted" }.keys.sorted() == [])
    }

    /// Whether one of the errors in `workflow.yml` is of a kind that a schema can find.
    private static func isStructural(_ stderr: String) -> Bool {
        let lines = stderr.split(separator: "\n")
        return zip(lines, lines.dropFirst()).contains { message, place in
            message.hasPrefix("error[") && place.contains("--> workflow.yml:")
                && structuralProblems.contains { message.contains($0) }
        }
    }

    /// `accepted`, `rejected` or `unreadable`, by file.
    private static func judge(_ kind: String, _ files: [String]) async throws -> [String: String] {
        let result = try await EkoflowProcess.run(
            [
                "-c", "exec \"$0\" \"$@\"", root.appending(path: "scripts/check/judge-by-schema.py").path,
                root.appending(path: "schemas/\(kind).json").path,
            ] + files,
            in: root, environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""],
            executable: URL(fileURLWithPath: "/bin/sh"))
        try #require(result.exitCode == 0, "\(result.stderr)")
        let lines = result.stdout.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
        try #require(lines.count == files.count)
        return Dictionary(uniqueKeysWithValues: lines.map { ($0[1], $0[0]) })
    }

    private static func folders(of folder: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map { folder.appending(path: $0) }
    }

    private static func workflowFiles(in folder: URL) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".yml") }.sorted().map { folder.appending(path: $0).path }
    }
}
