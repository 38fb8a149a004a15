import Synchronization
import Testing
import Times
import WorkflowEngine

@testable import ekoflow

@Suite("Commands run in a shell that they are handed")
struct ShellTests {
    private final class Memory: Sendable {
        private let written = Mutex("")
        var text: String { written.withLock(\.self) }
        func write(_ text: String) { written.withLock { $0 += text } }
    }

    private let output = Memory()
    private let errors = Memory()

    private func shell(isFull: Bool = false, isTerminal: Bool = false, _ variables: [String: String] = [:]) -> Shell {
        Shell(
            output: TextOutput(isTerminal: isTerminal) { [output] text throws(FileError) in
                if isFull { throw FileError(reason: "no space left on device") }
                output.write(text)
            },
            errors: TextOutput(isTerminal: isTerminal) { [errors] text in errors.write(text) },
            variable: { variables[$0] },
            services: RunServices(clock: { Timestamp(milliseconds: 1_700_000_000_000) }, random: { 7 }),
            readInput: { _ throws(FileError) in Array(#"{"a":[1,2]}"#.utf8) }, ask: nil, askOTP: nil)
    }

    private func run(_ arguments: [String], in shell: Shell) async throws -> ekoflow.ExitStatus {
        let command = try #require(try Ekoflow.parseAsRoot(arguments) as? any ShellCommand)
        return await command.finish(in: shell)
    }

    @Test("a command reads and writes the shell's streams, and returns its exit status")
    func streams() async throws {
        #expect(try await run(["query", "$.a[*]"], in: shell()) == .passed)
        #expect(output.text == "[\n  1,\n  2\n]\n")
        #expect(errors.text == "")
    }

    @Test("an error is a diagnostic in the shell's errors")
    func failure() async throws {
        #expect(try await run(["explain", "nope_nope"], in: shell()) == .invalidInput)
        #expect(output.text == "")
        #expect(errors.text.hasPrefix("error[unknown_id]: no diagnostic has the id 'nope_nope'\n  = help: "))
    }

    @Test("a command that could not write its output did not finish")
    func lostOutput() async throws {
        #expect(try await run(["explain"], in: shell(isFull: true)) == .unfinished)
        #expect(errors.text.contains("the standard output cannot be written: no space left on device"))
    }

    @Test("what went wrong before weighs more than output that could not be written")
    func order() {
        let shell = shell()
        shell.lose(.unwritable("a file", FileError(reason: "x")))
        #expect(shell.finalStatus(.passed) == .unfinished)
        #expect(shell.finalStatus(.failed) == .unfinished)
        for status in [ekoflow.ExitStatus.invalidInput, .refused, .interrupted] {
            #expect(shell.finalStatus(status) == status)
        }
    }

    @Test("styles are for terminals, unless NO_COLOR or TERM forbid them")
    func styles() {
        func isStyled(_ shell: Shell) -> Bool { shell.styler(for: shell.output).apply(.red, to: "x") != "x" }
        #expect(isStyled(shell(isTerminal: true)))
        #expect(!isStyled(shell()))
        #expect(!isStyled(shell(isTerminal: true, ["NO_COLOR": "1"])))
        #expect(isStyled(shell(isTerminal: true, ["NO_COLOR": ""])))
        #expect(!isStyled(shell(isTerminal: true, ["TERM": "dumb"])))
    }
}
