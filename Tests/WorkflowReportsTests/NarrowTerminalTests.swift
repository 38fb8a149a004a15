import Testing

@testable import WorkflowReports

@Suite("Problems fit a narrow terminal")
struct NarrowTerminalTests {
    private func problem(_ text: String, start: Int, width: Int, labels: [String]) -> Problem {
        let excerpt = Excerpt(
            place: Place(file: "workflows/a.yml", line: 12, column: start + 1), text: text, start: start, width: width,
            labels: labels.map { Excerpt.Label(role: .actual, text: $0) })
        return Problem(
            .failure, "body.data.tid: expected a string that matches ^[a-z]+$, actual \"2886978475\" of the response",
            parts: [
                .excerpt(excerpt), .help("the API says something that is longer than a line of this terminal can be"),
            ])
    }

    private let line = "    expect: { within: 1ms, body: { status: 0, data.tid: { matches: \"^[a-z]+$\" } } }"

    @Test(
        "no line is wider than the terminal, and the carets stand below the part that is blamed",
        arguments: [40, 60, 80, 100])
    func width(_ columns: Int) {
        let problem = problem(
            line, start: 58, width: 9, labels: ["expected a string that matches ^[a-z]+$", "actual   1"])
        let lines = ProblemRenderer(TextStyler(isStyled: false, width: columns)).lines(of: problem)
        #expect(lines.allSatisfy { $0.displayWidth <= columns }, "\(lines)")
        guard
            let carets = lines.firstIndex(where: { $0.contains("^^^") && !$0.contains("[a-z]") })
                ?? lines.firstIndex(where: { $0.contains("^^^^") })
        else { return #expect(Bool(false), "no carets: \(lines)") }
        let start =
            lines[carets].firstIndex(of: "^").map { lines[carets].distance(from: lines[carets].startIndex, to: $0) }
            ?? 0
        let blamed = lines[carets - 1].dropFirst(start)
        #expect(blamed.hasPrefix("matches"), "\(lines)")
    }

    @Test("without a width, nothing is wrapped or cut")
    func unlimited() {
        let problem = problem(line, start: 58, width: 9, labels: ["expected x"])
        let lines = ProblemRenderer(.plain).lines(of: problem)
        #expect(lines[0] == "failure: \(problem.headline)")
        #expect(lines.contains { $0.hasSuffix(line) })
    }

    @Test("the parts of the last line are on several lines if one is too narrow")
    func joined() {
        let parts = ["3 steps: 3 failed", "0 SMS sent", "3 ms"]
        let styler = TextStyler(isStyled: true, width: 40)
        #expect(styler.joined(parts, separator: " · ") == "3 steps: 3 failed · 0 SMS sent · 3 ms")
        #expect(
            TextStyler(isStyled: false, width: 40).joined(
                ["3 steps: 3 failed, 1 error, 5 skipped", "0 SMS sent", "3 ms"], separator: " · ")
                == "3 steps: 3 failed, 1 error, 5 skipped ·\n  0 SMS sent · 3 ms")
        #expect(TextStyler.plain.joined(parts, separator: " · ") == "3 steps: 3 failed · 0 SMS sent · 3 ms")
    }

    @Test("lines break between words; a word that is too long is cut; wide characters count twice")
    func wrapping() {
        #expect("one two three".wrapped(to: 7) == ["one two", "three"])
        #expect("abcdefghij".wrapped(to: 4) == ["abcd", "efgh", "ij"])
        #expect("日本語".wrapped(to: 4) == ["日本", "語"])
        #expect("short".wrapped(to: 10) == ["short"])
    }
}
