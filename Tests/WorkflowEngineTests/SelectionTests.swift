import Source
import Testing
import WorkflowModel
import YAML

@testable import WorkflowEngine

@Suite("Selecting tags, cases and steps")
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
        "a tag expression is true or false for a workflow",
        arguments: [
            ("smoke", true), ("slow", false), ("not slow", true), ("smoke and otp", true), ("smoke and slow", false),
            ("slow or otp", true), ("not (smoke and otp)", false), ("smoke and not (slow or wip)", true),
        ])
    func tags(_ text: String, _ isSelected: Bool) throws {
        #expect(Selection(tags: try TagExpression(parsing: text)).includes(try workflow()) == isSelected)
    }

    @Test(
        "an invalid tag expression is an error",
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

    @Test("a selected step that needs a step that is not selected is found before anything is sent")
    func brokenReference() throws {
        let problems = Selection(steps: ["third"]).brokenReferences(in: try workflow())
        #expect(problems.map(\.id.rawValue) == ["unselected_step"])
        #expect(problems.first?.range?.start == SourcePosition(line: 7, column: 49))
        #expect(Selection(steps: ["first", "third"]).brokenReferences(in: try workflow()).isEmpty)
    }

    @Test("an unknown name is an error, and an unknown tag is a warning if something is selected")
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
