import Explanations
import Foundation
import Source
import Testing

@testable import ekoflow

@Suite("every diagnostic has a correct explanation", .timeLimit(.minutes(3)))
struct ExplanationTests {
    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources").standardizedFileURL

    /// A YAML example of an explanation.
    struct Block: Sendable, CustomTestStringConvertible {
        let id: String
        let info: String
        let yaml: String
        var isWrong: Bool { info.contains("wrong") }
        var testDescription: String { "\(id), \(info)" }
    }

    private static let blocks: [Block] = Explanation.all.flatMap { explanation in
        explanation.text.matches(of: #/(?ms)^```yaml (.*?)\n(.*?)^```$/#).map {
            Block(id: explanation.id.rawValue, info: String($0.1), yaml: String($0.2))
        }
    }

    @Test("each explanation says something, and each page is of an id")
    func complete() throws {
        #expect(Explanation.all.filter { $0.text.utf8.count < 80 }.map(\.id) == [])
        let pages = try FileManager.default.contentsOfDirectory(
            atPath: Self.sources.appending(path: "Explanations/Pages").path)
        #expect(Set(pages) == Set(Diagnostic.ID.allCases.map { "\($0.rawValue).md" }))
    }

    @Test("each ID is used by some check")
    func used() throws {
        let files = FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil)?.compactMap {
            $0 as? URL
        }
        let code = try (files ?? []).filter { $0.pathExtension == "swift" }.map {
            String(decoding: try Data(contentsOf: $0), as: UTF8.self)
        }.joined()
        #expect(Diagnostic.ID.allCases.filter { !code.contains(".\($0)") } == [])
    }

    @Test("a wrong example gives this diagnostic, and a right example gives none", arguments: blocks)
    func example(_ block: Block) async throws {
        let workspace = try TemporaryFolder()
        if block.info.hasSuffix("environment") {
            try workspace.write(block.yaml, to: "environments/local.yml")
            try workspace.write("environment: local\nsteps:\n  - wait: 1s\n", to: "workflow.yml")
        } else {
            try workspace.write(block.yaml, to: "workflow.yml")
        }
        let result = try await EkoflowProcess.run(["validate", "."], in: workspace.url)
        let found = Set(result.stderr.matches(of: #/(?m)^(?:error|warning)\[(\w+)\]/#).map { String($0.1) })
        // Turning off the certificate check has a warning of its own.
        let others: Set = block.id == "authorities_without_check" ? ["insecure"] : []
        #expect(found == (block.isWrong ? others.union([block.id]) : []), "\(result.stderr)")
    }

    @Test("there are as many right examples as wrong examples")
    func examples() {
        #expect(Self.blocks.count > 150)
        #expect(Self.blocks.count { $0.isWrong } * 2 == Self.blocks.count)
    }

    @Test("an ID may be given with its brackets, and an unknown ID gets a suggestion")
    func command() async throws {
        let workspace = try TemporaryFolder()
        let known = try await EkoflowProcess.run(["explain", "error[unknown_key]"], in: workspace.url)
        #expect(known.exitCode == 0)
        #expect(known.stdout.hasPrefix("unknown_key\n\nNo key of this name"))
        #expect(known.stdout.contains("wrong:\n  environment: sandbox\n"))
        #expect(!known.stdout.contains("```"))
        let unknown = try await EkoflowProcess.run(["explain", "unknown_keys"], in: workspace.url)
        #expect(unknown.exitCode == 2)
        #expect(unknown.stderr.contains("did you mean 'unknown_key'?"))
        let all = try await EkoflowProcess.run(["explain"], in: workspace.url)
        #expect(all.stdout.contains("unknown_key\n    No key of this name has a meaning at this place.\n"))
    }
}
