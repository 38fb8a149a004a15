import Expressions
import Foundation
import Testing

@Suite("The reference and the manual are what the program writes", .timeLimit(.minutes(5)))
struct ReferenceTests {
    private static let pages = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Documentation/Ekoflow.docc").standardizedFileURL

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("the committed pages are up to date, and there are no others")
    func committed() async throws {
        let result = try await EkoflowProcess.run(["reference", Self.pages.path, "--check"], in: folder.url)
        #expect(result.exitCode == 0, "\(result.stderr)")
        #expect(try await EkoflowProcess.run(["reference", "."], in: folder.url).exitCode == 0)
        let committed = try FileManager.default.contentsOfDirectory(atPath: Self.pages.path)
        #expect(try Set(Self.files(in: folder)) == Set(committed.filter { $0.hasPrefix("Reference") }))
    }

    @Test("a page that was changed or is missing is named, and nothing is written")
    func stale() async throws {
        #expect(try await EkoflowProcess.run(["reference", "."], in: folder.url).exitCode == 0)
        let changed = try folder.read("ReferenceWorkflow.md").replacing("a string", with: "a text")
        try folder.write(changed, to: "ReferenceWorkflow.md")
        try FileManager.default.removeItem(at: folder.url.appending(path: "ReferenceSandbox.md"))
        let result = try await EkoflowProcess.run(["reference", ".", "--check"], in: folder.url)
        #expect(result.exitCode == 2)
        let named = result.stderr.matches(of: #/error\[stale_page\]: \./(\w+)\.md is not/#).map { String($0.1) }
        #expect(named == ["ReferenceWorkflow", "ReferenceSandbox"])
        #expect(try folder.read("ReferenceWorkflow.md") == changed)
        #expect(try !Self.files(in: folder).contains("ReferenceSandbox.md"))
    }

    @Test("the manual has a page for each command, in the language of man")
    func manual() async throws {
        #expect(try await EkoflowProcess.run(["reference", "--manual", "."], in: folder.url).exitCode == 0)
        let files = try Self.files(in: folder)
        #expect(Set(files).isSuperset(of: ["ekoflow.1", "ekoflow-run.1", "ekoflow-report-merge.1"]))
        #expect(!files.contains("ekoflow-reference.1"))
        for file in files {
            let lines = try folder.read(file).split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines[0].hasPrefix(".TH \(file.dropLast(2).uppercased()) 1 "))
            #expect(lines[1] == ".SH NAME" && lines[3] == ".SH SYNOPSIS" && lines.last == "")
            let titles = lines.filter { $0.hasPrefix(".SH ") }
            #expect(titles.count == Set(titles).count, "\(file)")
            let requests = lines.dropLast().filter { $0.isEmpty || $0.hasPrefix(".") || $0.hasPrefix("'") }
            let known = [".TH", ".SH", ".PP", ".TP", ".nf", ".RS", ".RE", ".fi"]
            #expect(requests.filter { line in !known.contains { line.hasPrefix($0) } } == [], "\(file)")
        }
    }

    private static func files(in folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    }
}
