import Foundation
import Testing

/// Each folder of `Cases/{passing,failing,invalid}` is a test: its files are the workspace, and it holds what must come out.
///
/// - `arguments`: of the command, a line each; `run workflow.yml --env sandbox` where there is none.
/// - `variables`: the process's environment, `NAME=VALUE` a line.
/// - `stdout`, `stderr`, `exit-code`, `junit.xml`: what must come out, with times and identifiers made equal.
///
/// `EKOFLOW_UPDATE_CASES=1 swift test` writes what does come out; look at the difference before it is committed.
@Suite("End-to-end cases", .timeLimit(.minutes(5)))
struct CaseTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Cases")
    private static let isUpdating = ProcessInfo.processInfo.environment["EKOFLOW_UPDATE_CASES"] != nil

    private static func cases() -> [String] {
        ["passing", "failing", "invalid"].flatMap { group in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: group).path)) ?? []
            return names.sorted().map { "\(group)/\($0)" }
        }
    }

    @Test("there are cases of every group")
    func groups() {
        let groups = Set(Self.cases().map { $0.prefix { $0 != "/" } })
        #expect(groups == ["passing", "failing", "invalid"])
    }

    @Test("a case comes out as its folder says", arguments: cases())
    func run(_ name: String) async throws {
        let folder = Self.root.appending(path: name)
        let workspace = try TemporaryFolder()
        for item in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            try FileManager.default.copyItem(at: folder.appending(path: item), to: workspace.url.appending(path: item))
        }
        let arguments = lines("arguments", in: folder) ?? ["run", "workflow.yml", "--env", "sandbox"]
        let variables = (lines("variables", in: folder) ?? []).map {
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
        try checkGroup(name, result)
    }

    /// What every case of a group has in common, whatever its files say.
    private func checkGroup(_ name: String, _ result: EkoflowProcess.Result) throws {
        switch name.prefix(while: { $0 != "/" }) {
        case "passing": #expect(result.exitCode == 0)
        case "failing": #expect([1, 3, 4].contains(result.exitCode))
        default:
            #expect(result.exitCode == 2)
            #expect(result.stderr.contains(#/(?m)^error(\[\w+\])?: /#))
        }
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

    private func lines(_ file: String, in folder: URL) -> [String]? {
        (try? Data(contentsOf: folder.appending(path: file))).map {
            String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }

    /// Makes equal what differs from run to run.
    private func normalized(_ text: String) -> String {
        text.replacing(#/\b\d+(\.\d+)? (µs|ms|s)\b/#, with: "0 ms")
            .replacing(#/ time="[^"]*"/#, with: " time=\"0.000\"")
            // Room for larger counts.
            .replacing(#/" +>/#, with: "\">")
            .replacing(#/timestamp="[^"]*"/#, with: "timestamp=\"\"")
            .replacing(#/hostname="[^"]*"/#, with: "hostname=\"\"")
            .replacing(#/name="run_id" value="[^"]*"/#, with: "name=\"run_id\" value=\"\"")
            .replacing(#/127\.0\.0\.1:\d+/#, with: "127.0.0.1:0")
            .replacing(#/localhost:\d+/#, with: "localhost:0")
            .replacing(#/\b1[7-9]\d{11}\b/#, with: "1700000000000")
            .replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#, with: "2026-01-02T03:04:05.678Z")
            .replacing(
                #/\b[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d IST \d{4}\b/#, with: "Fri May 22 16:04:04 IST 2026")
    }
}
