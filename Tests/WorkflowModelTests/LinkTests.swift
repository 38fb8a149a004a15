import Testing

@testable import WorkflowModel

@Suite("Workflows that use other workflows")
struct LinkTests {
    private static let shared = """
        vars: {mobile: {required: true}, csp: c}
        steps: [{id: send, call: {method: GET, path: /}, capture: {tid: data.tid}}]
        outputs: {tid: "${{ steps.send.tid }}"}
        """

    @Test("the outputs of a used workflow can be read")
    func outputs() {
        let text = """
            steps:
              - {id: a, use: shared.yml, with: {mobile: 1}}
              - {call: {method: GET, path: "/${{ steps.a.tid }}"}}
            """
        let (workflow, diagnostics) = decodeWorkflow(text, files: ["shared.yml": Self.shared])
        #expect(diagnostics.map(\.message) == [])
        #expect(workflow?.stepCount == 2)
    }

    @Test(
        "a problem is reported with its location",
        arguments: [
            ("use: other.yml", "unreadable_file 1:15-1:24"), ("use: shared.yml", "missing_variable 1:15-1:25"),
            ("use: shared.yml, with: {mobile: 1, mobil: 2}", "undefined_variable 1:45-1:50"),
            ("use: test.yml", "use_cycle 1:15-1:23"), ("use: cases.yml", "used_workflow_has_cases 1:15-1:24"),
            ("use: shared.yml, with: {mobile: 1}, expect: {http: 200}", "meaningless_key 1:46-1:52"),
            ("id: a, use: shared.yml, with: {mobile: '${{ steps.a.tid }}'}", "step_runs_later 1:54-1:65"),
            (
                "id: a, use: shared.yml, with: {mobile: 1}}, {call: {method: GET, path: '/${{ steps.a.x }}'}",
                "undefined_output 1:87-1:96"
            ),
        ])
    func problems(_ step: String, _ problem: String) {
        let cases = "cases: [{a: 1}]\nsteps: [{wait: 1s}]\n"
        let (_, diagnostics) = decodeWorkflow(
            "steps: [{\(step)}]\n",
            files: ["shared.yml": Self.shared, "cases.yml": cases, "test.yml": "steps: [{wait: 1s}]"])
        #expect(diagnostics.map(\.brief) == [problem])
    }

    @Test("a cycle is reported once, at the step that closes it")
    func cycle() {
        let files = ["a.yml": "steps: [{use: b.yml}]", "b.yml": "steps: [{use: a.yml}]"]
        let (workflow, diagnostics) = decodeWorkflow("steps: [{use: a.yml}, {use: a.yml}]", files: files)
        #expect(workflow == nil)
        #expect(diagnostics.map { "\($0.range?.file.path ?? "") \($0.brief)" } == ["b.yml use_cycle 1:15-1:20"])
        #expect(diagnostics.first?.notes.map(\.message) == ["a.yml uses b.yml uses a.yml"])
    }

    @Test("a problem in a used workflow is reported once, in its own file")
    func brokenWorkflow() {
        let (workflow, diagnostics) = decodeWorkflow(
            "steps: [{use: a.yml}, {use: a.yml}]", files: ["a.yml": "steps: [{wat: 1s}]"])
        #expect(workflow == nil)
        #expect(
            diagnostics.map { "\($0.range?.file.path ?? "") \($0.id.rawValue)" } == [
                "a.yml unknown_key"
            ])
    }

    @Test("a chain of uses has a limit, so that it cannot overflow the stack")
    func chain() {
        var files = ["0.yml": "steps: [{wait: 1s}]"]
        for level in 1...2_000 { files["\(level).yml"] = "steps: [{use: \(level - 1).yml}]" }
        let (workflow, diagnostics) = decodeWorkflow("steps: [{use: 2000.yml}]", files: files)
        #expect(workflow == nil)
        #expect(diagnostics.map(\.id.rawValue) == ["uses_too_deep"])
    }

    @Test("uses that multiply have a limit")
    func multiplication() {
        var files = ["0.yml": "steps: [{wait: 1s}]"]
        for level in 1...20 {
            files["\(level).yml"] =
                "steps: [\([String](repeating: "{use: \(level - 1).yml}", count: 10).joined(separator: ", "))]"
        }
        let (workflow, diagnostics) = decodeWorkflow("steps: [{use: 20.yml}]", files: files)
        #expect(workflow == nil)
        #expect(Set(diagnostics.map(\.id.rawValue)) == ["too_many_steps"])
    }
}
