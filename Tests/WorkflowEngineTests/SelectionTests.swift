import Source
import Testing
import WorkflowModel
import YAML

@testable import WorkflowEngine

@Suite("tags, cases and steps are selected")
struct SelectionTests {
    private static let text = """
        tags: [smoke, otp]
        cases: [{case_name: one, p: a}, {case_name: two, p: b}]
        setup: [{call: {method: GET, path: /setup}}]
        steps:
          - {id: first, call: {method: GET, path: "/${{ case.p }}"}, capture: {tid: data.tid}}
          - {id: second, name: The second, call: {method: GET, path: /second}}
          - {id: third, call: {method: GET, path: "/${{ steps.first.tid }}"}}
        """

    private func workflow() throws -> Workflow {
        let file = SourceFile(path: "a.yml", text: Self.text)
        return try #require(Workflow.decode(parseYAML(file).root, in: file, files: FilesInMemory()).workflow)
    }

    @Test(
        "an expression of tags holds or not",
        arguments: [
            ("smoke", true), ("slow", false), ("not slow", true), ("smoke and otp", true), ("smoke and slow", false),
            ("slow or otp", true), ("not (smoke and otp)", false), ("smoke and not (slow or wip)", true),
        ])
    func tags(_ text: String, _ isSelected: Bool) throws {
        #expect(Selection(tags: try TagExpression(parsing: text)).includes(try workflow()) == isSelected)
    }

    @Test(
        "what is no expression of tags is an error",
        arguments: ["", "smoke otp", "and", "smoke and", "(smoke", "smoke)", "not", "a & b"])
    func invalidTags(_ text: String) {
        #expect(throws: TagExpression.ParseError.self) { try TagExpression(parsing: text) }
    }

    @Test("a run of one case and one step keeps the setup")
    func caseAndStep() async throws {
        let (report, _) = try await run(Self.text, selection: Selection(cases: ["two"], steps: ["The second"]))
        #expect(report.workflows.map(\.planned.title) == ["test.yml [two]"])
        #expect(report.workflows[0].steps.map(\.name) == ["call", "The second"])
    }

    @Test("a step that reads one that is left out is found before anything is sent")
    func brokenReference() throws {
        let problems = Selection(steps: ["third"]).brokenReferences(in: try workflow())
        #expect(problems.map(\.id.rawValue) == ["unselected_step"])
        #expect(problems.first?.range?.start == SourcePosition(line: 7, column: 49))
        #expect(Selection(steps: ["first", "third"]).brokenReferences(in: try workflow()).isEmpty)
    }

    @Test("a name that nothing has is an error, a tag that nothing has a warning")
    func unknownNames() throws {
        let selection = Selection(tags: try TagExpression(parsing: "smok"), cases: ["tow"], steps: ["fist", "second"])
        let problems = selection.problems(in: [try workflow()])
        #expect(problems.map(\.id.rawValue) == ["nothing_selected", "nothing_selected", "unknown_tag"])
        #expect(
            problems.map(\.help) == ["did you mean 'two'?", "did you mean 'first'?", "did you mean 'smoke'?"])
        #expect(problems.map(\.severity) == [.error, .error, .error])
        let other = Selection(tags: try TagExpression(parsing: "not anything"))
        #expect(other.problems(in: [try workflow()]).map(\.severity) == [.warning])
    }
}
