import JSON
import Source
import Testing
import WorkflowModel
import YAML

@testable import WorkflowReports

@Suite("What an expectation expects, as the workflow says it")
struct ExpectedTextTests {
    private func texts(_ expect: String) throws -> [String] {
        let file = SourceFile(
            path: "a.yml", text: "steps:\n  - call: { method: GET, path: /a }\n    expect: \(expect)\n")
        let workflow = try #require(Workflow.decode(parseYAML(file).root, in: file, files: NoFiles()).workflow)
        return workflow.steps[0].expectations.map(\.expectedText)
    }

    @Test("a plain value, an operator with its value, and the default")
    func written() throws {
        #expect(try texts("{ http: 201, body: { status: 0, a: x } }") == ["201", "0", "\"x\""])
        #expect(try texts("{ http: 200, body: { status: 0, a: { matches: '^A' } } }").last == "matches: '^A'")
        #expect(try texts("{ http: 200, body: { status: 0, a: { gt: 5, lt: 7 } } }").suffix(2) == ["gt: 5", "lt: 7"])
        #expect(try texts("{ within: 3s, body: { a: 1 } }") == ["200", "0", "3s", "1"])
    }

    @Test("a member with the name of an operator is not one, and a long value is left out")
    func others() throws {
        let long = String(repeating: "x", count: 300)
        #expect(try texts("{ http: 200, body: { status: 0, a: { matches: '\(long)' } } }").last == "")
        #expect(
            try texts("{ http: 200, body: { status: 0, b: '${{ vars.x }}' } }\nvars: { x: 1 }").last
                == "'${{ vars.x }}'")
    }
}
