import Source
import Testing
import YAML

@testable import WorkflowModel

/// The work for each further problem of a file must not grow with the number of problems.
@Suite("A file with thousands of problems is read in linear time")
struct ManyProblemsTests {
    @Test("each line is judged once, however many problems it has")
    func judgedLines() {
        let file = SourceFile(path: "f.yml", text: "a\ncredentials: {}\nb")
        let root = parseYAML(SourceFile(path: "f.yml", text: "name: x\ncredentials: {}\n")).root
        let problems = (0..<3_000).map { index in
            Diagnostic.error(
                .unknownKey, "", at: SourceRange(file: file, at: SourcePosition(line: index % 3 + 1, column: 1)))
        }
        var judged: [Int] = []
        let shown = root.map { root in
            problems.hidingCredentials(of: root) { line in
                judged.append(line)
                return line == 3
            }
        }
        #expect(judged == [1, 3])
        #expect(shown?.map(\.hidesSource).prefix(6) == [false, true, true, false, true, true])
    }

    @Test("names are suggested and listed only for the first problems")
    func listedNames() {
        let count = 1_000
        let captures = (0..<count).map { "      c\($0): data.a\n" }.joined()
        let uses = (0..<count).map { "        q\($0): ${{ steps.a.d\($0) }}\n" }.joined()
        let text = """
            steps:
              - id: a
                call: { method: GET, path: / }
                capture:
            \(captures)  - call:
                  method: GET
                  path: /
                  query:
            \(uses)
            """
        let problems = decodeWorkflow(text).diagnostics.filter { $0.id == .undefinedCapture }
        #expect(problems.count == count)
        #expect(problems.count { $0.help?.hasPrefix("did you mean") ?? false } <= 101)
        #expect(problems.flatMap(\.notes).count { $0.message.hasPrefix("it captures") } <= 101)
    }

    @Test("the variables of a used workflow are listed only for the first unknown ones")
    func listedVariables() {
        let arguments = (0..<1_000).map { "      x\($0): 1\n" }.joined()
        let problems = decodeWorkflow(
            "steps:\n  - use: other.yml\n    with:\n\(arguments)",
            files: ["other.yml": "vars: {a: 1}\nsteps: [{wait: 1s}]\n"]
        ).diagnostics.filter { $0.id == .undefinedVariable }
        #expect(problems.count == 1_000)
        #expect((200...202).contains(problems.count { !$0.notes.isEmpty }))
    }

    @Test("a case of an earlier name is found at once, and the first of that name is shown")
    func duplicateCases() {
        let rows = (0..<500).map { "  - {case_name: c\($0)}\n" }.joined()
        let problems = decodeWorkflow("cases:\n\(rows)\(rows)steps: [{wait: 1s}]\n").diagnostics.filter {
            $0.id == .duplicateCase
        }
        #expect(problems.count == 500)
        #expect(problems.last?.notes.first?.range?.start.line == 501)
    }
}
