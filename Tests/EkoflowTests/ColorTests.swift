import Testing

@testable import ekoflow

@Suite("When the output is coloured")
struct ColorTests {
    private func isColored(_ choice: ColorChoice = .auto, terminal: Bool = false, _ variables: [String: String] = [:])
        -> Bool
    {
        ColorPolicy(choice: choice, variable: { variables[$0] }).isColored(isTerminal: terminal)
    }

    @Test("on a terminal, and not in a file")
    func terminal() {
        #expect(isColored(terminal: true))
        #expect(!isColored(terminal: false))
        #expect(!isColored(terminal: true, ["TERM": "dumb"]))
    }

    @Test("the option overrides everything")
    func option() {
        #expect(isColored(.always, ["NO_COLOR": "1"]))
        #expect(!isColored(.never, terminal: true, ["FORCE_COLOR": "1"]))
    }

    @Test(
        "FORCE_COLOR and CLICOLOR_FORCE colour a file, NO_COLOR overrides them, and 0 is no",
        arguments: ["FORCE_COLOR", "CLICOLOR_FORCE"])
    func forced(_ name: String) {
        #expect(isColored([name: "1"]))
        #expect(!isColored([name: "1", "NO_COLOR": "1"]))
        #expect(!isColored([name: "0"]))
        #expect(!isColored([name: ""]))
        #expect(!isColored(terminal: true, ["FORCE_COLOR": "0"]))
    }

    @Test(
        "the logs of CI systems that show colours have them", arguments: ["GITHUB_ACTIONS", "GITLAB_CI", "BUILDKITE"])
    func logs(_ name: String) {
        #expect(isColored([name: "true"]))
        #expect(!isColored([name: "false"]))
        #expect(!isColored([name: "true", "NO_COLOR": "1"]))
    }

    private func isColored(_ variables: [String: String]) -> Bool { isColored(.auto, variables) }
    private func isColored(_ choice: ColorChoice, _ variables: [String: String]) -> Bool {
        isColored(choice, terminal: false, variables)
    }
}
