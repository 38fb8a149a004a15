import Source
import Testing

@testable import WorkflowReports

@Suite("Excerpts have their carets under the right characters")
struct ExcerptTests {
    /// In each source, « and » mark the affected part.
    @Test(
        "the carets are under the affected part",
        arguments: [
            ("a: «bcd» # x", "1 | a: bcd # x", "  |    ^^^ here"), ("\t«x»: 1", "1 |     x: 1", "  |     ^ here"),
            ("नमस्ते: «x»", "1 | नमस्ते: x", "  |       ^ here"), ("日本: «語»", "1 | 日本: 語", "  |       ^^ here"),
            ("«»", "1 | ", "  | ^ here"),
            ("a\u{1B}[31m: «b»", "1 | a␛[31m: b", "  |         ^ here"),
        ])
    func carets(_ marked: String, _ line: String, _ carets: String) {
        let lines = excerpt(marked)
        #expect(lines[2] == line)
        #expect(lines[3] == carets)
    }

    @Test("a long line is cut around the affected part")
    func longLine() {
        let lines = excerpt(String(repeating: "x", count: 500) + "«needle»" + String(repeating: "y", count: 500))
        #expect(lines[2].count < 140)
        #expect(lines[2].contains("needle"))
        let caretStart = lines[3].prefix { $0 != "^" }.count
        #expect(lines[2].dropFirst(caretStart).hasPrefix("needle"))
    }

    @Test("a very long affected part is cut too")
    func longPart() {
        let lines = excerpt("a: «\(String(repeating: "x", count: 100_000))»")
        #expect(lines.allSatisfy { $0.count < 140 })
    }

    @Test("of thousands of problems, only those are made that are shown")
    func manyProblems() {
        var made = 0
        let problems = (0..<3_000).lazy.map { index in
            made += 1
            return Problem(.error, "problem \(index)")
        }
        let text = ProblemRenderer(.plain).render(problems)
        #expect(made <= 51)
        #expect(text.hasSuffix("error: problem 49\n\n… and 2950 more\n"))
        let diagnostics = (0..<3_000).map { Diagnostic.error(.tooDeep, "problem \($0)", at: nil) }
        #expect(diagnostics.problemsOfReport(masksNumbers: true).count == 51)
        #expect(diagnostics.prefix(50).problemsOfReport(masksNumbers: true).count == 50)
    }

    @Test("of many failures of a step, only the first show their lines")
    func manyFailures() throws {
        let failures = (0..<60).map { failure(expected: "\($0)", actual: "x") }
        let document = try ReportFixture(outcomes: [.failed(failures)]).document
        guard case .failure(let problems)? = document.suites.first?.testcases.first?.verdict else {
            Issue.record("no failures")
            return
        }
        let showsLine = problems.map { if case .excerpt? = $0.parts.first { true } else { false } }
        #expect(showsLine == Array(repeating: true, count: 50) + Array(repeating: false, count: 10))
        #expect(problems.last?.headline == "http: expected 59, actual x")
    }

    @Test(
        "a line that gives a credential its value is known as one",
        arguments: [
            ("developer_key: a", true), ("x: { \"Access-Key\" : b }", true), ("  secret_key:c", true),
            ("key, secret-key: d", true), ("developer_key: { env: A }", false), ("developer_key:", false),
            ("developer_keys: a", false), ("my_key: a", false), ("a developer_key", false), ("", false),
        ])
    func credentialLines(_ line: String, _ isCredential: Bool) {
        #expect(line.holdsLiteralCredential == isCredential)
    }

    @Test("a diagnostic shows its message, location, help and notes; a confidential diagnostic has no excerpt")
    func diagnostic() {
        let file = SourceFile(path: "f.yml", text: "key: hunter22\n")
        let range = SourceRange(file: file, start: .start, end: SourcePosition(line: 1, column: 4))
        let shown = Diagnostic.error(.tooDeep, "message", at: range, help: "help", notes: [.init("note", at: range)])
        #expect(
            ProblemRenderer(.plain).render([shown].problems(masksNumbers: true)) == """
                error[too_deep]: message
                 --> f.yml:1:1
                  |
                1 | key: hunter22
                  | ^^^ help
                  = note: note
                 --> f.yml:1:1
                  |
                1 | key: hunter22
                  | ^^^

                """)
        let hidden = Diagnostic.error(.tooDeep, "message", at: range, help: "help", hidesSource: true)
        #expect(
            ProblemRenderer(.plain).render([hidden].problems(masksNumbers: true)) == """
                error[too_deep]: message
                 --> f.yml:1:1
                  = help: help

                """)
    }

    @Test("styles are written only if they are enabled")
    func styles() {
        let problems = [Problem(.warning, "message")]
        #expect(!ProblemRenderer(.plain).render(problems).contains("\u{1B}"))
        #expect(ProblemRenderer(TextStyler(isStyled: true)).render(problems).contains("\u{1B}[33;1mwarning"))
    }

    @Test(
        "a secret is taken out of the whole line before it is cut, and the carets move with the text",
        arguments: [
            ("SECRET «x» y", "1 | ••• x y", "  |     ^ here"), ("a «bSECRETc» d", "1 | a b•••c d", "  |   ^^^^^ here"),
            (String(repeating: "x", count: 114) + "SECRET «y»", nil, nil),
        ] as [(String, String?, String?)])
    func secrets(_ marked: String, _ line: String?, _ carets: String?) {
        let lines = excerpt(marked) { $0.replacing("SECRET", with: "•••") }
        #expect(!lines.joined().contains("SEC"))
        if let line { #expect(lines[2] == line) }
        if let carets { #expect(lines[3] == carets) }
    }

    private func excerpt(_ marked: String, redact: (String) -> String = { $0 }) -> [String] {
        let scalars = Array(marked.unicodeScalars)
        let start = scalars.firstIndex(of: "«") ?? 0
        let end = scalars.firstIndex(of: "»") ?? 0
        let file = SourceFile(path: "f.yml", text: marked.filter { $0 != "«" && $0 != "»" })
        let range = SourceRange(
            file: file, start: SourcePosition(line: 1, column: start + 1), end: SourcePosition(line: 1, column: end))
        let shown = Excerpt(range, labels: [.init(role: .help, text: "here")], redact: redact)
        return Array(ProblemRenderer(.plain).lines(of: Problem(.error, "x", parts: [.excerpt(shown)])).dropFirst())
    }

    @Test("what looks like a key is hidden in a line and in the message, and not in the path of its file")
    func keys() {
        let key = "Zq7KpW3mXv9RtY2LbN5cHd8F"
        let path = "/tmp/1f9d1c53-2f1b-4a3e-9f0a-0d6c1d1f7a11/a.yml"
        let file = SourceFile(path: path, text: "\(String(repeating: "x: y, ", count: 1_000))k: \(key), z: \(key)\n")
        let place = SourceRange(file: file, at: SourcePosition(line: 1, column: 6_004))
        let text = ProblemRenderer(.plain).render(
            [.error(.wrongType, "found '\(key.prefix(20))…'", at: place)].problems(masksNumbers: true))
        #expect(text.contains("found '•••…'"))
        #expect(text.contains(" --> \(path):1:6004"))
        #expect(text.contains("k: •••, z: •••\n"))
        #expect(text.contains("| …"))
    }
}
