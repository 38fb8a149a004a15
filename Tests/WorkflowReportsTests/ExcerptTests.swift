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

    @Test("a diagnostic shows its message, location, help and notes; a confidential diagnostic has no excerpt")
    func diagnostic() {
        let file = SourceFile(path: "f.yml", text: "key: hunter22\n")
        let range = SourceRange(file: file, start: .start, end: SourcePosition(line: 1, column: 4))
        let shown = Diagnostic.error(.tooDeep, "message", at: range, help: "help", notes: [.init("note", at: range)])
        #expect(
            DiagnosticRenderer(.plain).render(shown) == """
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
            DiagnosticRenderer(.plain).render(hidden) == """
                error[too_deep]: message
                 --> f.yml:1:1
                  = help: help

                """)
    }

    @Test("styles are written only if they are enabled")
    func styles() {
        let diagnostic = Diagnostic.warning(.tooDeep, "message", at: nil)
        #expect(!DiagnosticRenderer(.plain).render(diagnostic).contains("\u{1B}"))
        #expect(DiagnosticRenderer(TextStyler(isStyled: true)).render(diagnostic).contains("\u{1B}[33;1mwarning"))
    }

    private func excerpt(_ marked: String) -> [String] {
        let scalars = Array(marked.unicodeScalars)
        let start = scalars.firstIndex(of: "«") ?? 0
        let end = scalars.firstIndex(of: "»") ?? 0
        let file = SourceFile(path: "f.yml", text: marked.filter { $0 != "«" && $0 != "»" })
        let range = SourceRange(
            file: file, start: SourcePosition(line: 1, column: start + 1), end: SourcePosition(line: 1, column: end))
        return Excerpt(range: range, labels: [.init("here", .red)], caretStyle: .red).lines(.plain, gutter: 1)
    }
}
