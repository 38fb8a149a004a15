import Foundation
import Synchronization
import Testing

/// Each folder of `Cases/{passing,failing,invalid}` is a test. Its files are the workspace and the expected output.
///
/// - `arguments`: the arguments of the command, one per line; `run workflow.yml --env sandbox` if the file does not exist.
/// - `variables`: the environment variables of the process, one `NAME=VALUE` per line.
/// - `stdout`, `stderr`, `exit-code`, `junit.xml`: the expected output, with fixed times and identifiers.
///
/// Each heading of a page in `Cases/invalid` is a test too: see `CasePage`.
///
/// `EKOFLOW_UPDATE_CASES=1 swift test` writes the actual output instead; look at the difference before you commit it.
@Suite("End-to-end cases", .timeLimit(.minutes(5)))
struct CaseTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Cases")
    private static let isUpdating = ProcessInfo.processInfo.environment["EKOFLOW_UPDATE_CASES"] != nil
    /// Tests run at the same time, and several write to one page.
    private static let pageUpdates = Mutex(())

    static func folders() -> [String] {
        ["passing", "failing", "invalid"].flatMap { group in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: group).path)) ?? []
            return names.filter { !$0.hasSuffix(".md") }.sorted().map { "\(group)/\($0)" }
        }
    }

    /// A case, and the page that contains it.
    struct PageCase: Sendable, CustomTestStringConvertible {
        let file: URL
        let content: CasePage.Case
        var testDescription: String { "\(file.lastPathComponent): \(content.name)" }

        func place(_ output: CasePage.Output? = nil) -> SourceLocation {
            let line = output.flatMap { content.outputs[$0]?.line } ?? content.line
            return SourceLocation(
                fileID: "EkoflowTests/\(file.lastPathComponent)", filePath: file.path, line: line, column: 1)
        }
    }

    static func pageCases() -> [PageCase] {
        CasePage.invalid.flatMap { file, page in page.cases.map { PageCase(file: file, content: $0) } }
    }

    @Test("there are cases of every group")
    func groups() {
        let groups = Set(Self.folders().map { $0.prefix { $0 != "/" } })
        #expect(groups == ["passing", "failing", "invalid"])
        #expect(Self.pageCases().count > 250)
    }

    @Test("the pages can be read, and no two cases of a group have one name")
    func pages() {
        let problems = CasePage.invalid.flatMap { file, page in
            page.problems.map { "\(file.lastPathComponent):\($0)" }
        }
        #expect(problems == [])
        let names = Self.pageCases().map { "invalid/\($0.content.name)" } + Self.folders()
        #expect(Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted() == [])
    }

    @Test("a case comes out as its folder says", arguments: folders())
    func runFolder(_ name: String) async throws {
        let folder = Self.root.appending(path: name)
        let workspace = try TemporaryFolder()
        for item in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            try FileManager.default.copyItem(at: folder.appending(path: item), to: workspace.url.appending(path: item))
        }
        let arguments = Self.lines("arguments", in: folder) ?? CaseCommand.standard.arguments
        let variables = (Self.lines("variables", in: folder) ?? []).map {
            $0.split(separator: "=", maxSplits: 1).map(String.init)
        }
        let result = try await EkoflowProcess.run(
            arguments, in: workspace.url,
            environment: Dictionary(uniqueKeysWithValues: variables.map { ($0[0], $0[1]) }))
        let junit = try? workspace.read("reports/junit.xml")

        try expect("exit-code", "\(result.exitCode)\n", in: folder)
        try expect("stdout", normalized(result.stdout), in: folder)
        try expect("stderr", normalized(result.stderr), in: folder)
        try expect("junit.xml", junit.map(normalized), in: folder)
        switch name.prefix(while: { $0 != "/" }) {
        case "passing": #expect(result.exitCode == 0)
        case "failing": #expect([1, 3, 4].contains(result.exitCode))
        default: expectInvalid(result)
        }
    }

    @Test("a case comes out as its page says", arguments: pageCases())
    func runPage(_ test: PageCase) async throws {
        let workspace = try TemporaryFolder()
        for (path, text) in test.content.files { try workspace.write(text, to: path) }
        let command = test.content.command
        let result = try await EkoflowProcess.run(
            command.arguments, in: workspace.url, environment: command.variables)
        let junit = (try? workspace.read("reports/junit.xml")).map(normalized)

        try expect(.stderr, normalized(result.stderr), in: test)
        try expect(.stdout, normalized(result.stdout), in: test)
        expectInvalid(result, at: test.place())
        let report = UnstartedRunReport(stderr: normalized(result.stderr))
        #expect(
            junit == report?.text, "reports/junit.xml does not say what stderr says", sourceLocation: test.place())
    }

    /// What holds for every case in `Cases/invalid`.
    private func expectInvalid(_ result: EkoflowProcess.Result, at place: SourceLocation = #_sourceLocation) {
        #expect(result.exitCode == 2, sourceLocation: place)
        #expect(result.stderr.contains(#/(?m)^error(\[\w+\])?: /#), sourceLocation: place)
    }

    private func expect(_ output: CasePage.Output, _ actual: String, in test: PageCase) throws {
        if Self.isUpdating {
            try Self.pageUpdates.withLock { _ in
                let page = try String(contentsOf: test.file, encoding: .utf8)
                let updated = CasePage.page(page, writing: output, actual, of: test.content.name)
                try Data(updated.utf8).write(to: test.file)
            }
            return
        }
        let expected = test.content.outputs[output]?.text ?? ""
        #expect(actual == expected, "\(output) is not as expected", sourceLocation: test.place(output))
    }

    private func expect(_ file: String, _ actual: String?, in folder: URL) throws {
        let url = folder.appending(path: file)
        if Self.isUpdating {
            if let actual, !actual.isEmpty {
                try Data(actual.utf8).write(to: url)
            } else {
                try? FileManager.default.removeItem(at: url)
            }
            return
        }
        let expected = (try? Data(contentsOf: url)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(actual ?? "" == expected, "\(file) is not as expected")
    }

    static func lines(_ file: String, in folder: URL) -> [String]? {
        (try? Data(contentsOf: folder.appending(path: file))).map { data in
            // Empty lines stay, because an argument can be empty.
            let lines = FencedPage.lines(of: String(decoding: data, as: UTF8.self)).map(String.init)
            return lines.last == "" ? Array(lines.dropLast()) : lines
        }
    }

    /// Replaces everything that differs from run to run with a fixed value.
    private func normalized(_ text: String) -> String {
        text.replacing(#/\b\d+(\.\d+)? (µs|ms|s)\b/#, with: "0 ms")
            .replacing(#/ time="[^"]*"/#, with: " time=\"0.000\"")
            // A JUnit report leaves room for larger counts.
            .replacing(#/" +>/#, with: "\">")
            .replacing(#/timestamp="[^"]*"/#, with: "timestamp=\"\"")
            .replacing(#/hostname="[^"]*"/#, with: "hostname=\"\"")
            .replacing(#/name="run_id" value="[^"]*"/#, with: "name=\"run_id\" value=\"\"")
            .replacing(#/\b[0-9A-Z]{20}\b/#, with: "REFERENCE00000000000")
            .replacing(#/127\.0\.0\.1:\d+/#, with: "127.0.0.1:0")
            // What libcurl can decode differs between machines.
            .replacing(#/accept-encoding: [a-z, ]+(?=, developer_key)/#, with: "accept-encoding: gzip")
            .replacing(#/localhost:\d+/#, with: "localhost:0")
            .replacing(#/\b1[7-9]\d{11}\b/#, with: "1700000000000")
            .replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#, with: "2026-01-02T03:04:05.678Z")
            .replacing(
                #/\b[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d IST \d{4}\b/#, with: "Fri May 22 16:04:04 IST 2026")
    }
}
