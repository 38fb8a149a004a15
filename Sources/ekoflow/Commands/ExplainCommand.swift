import ArgumentParser
import Explanations
import Source
import Spelling

struct ExplainCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explains a diagnostic, with an example of what is wrong and what is right.",
        discussion: """
            The id is the word in brackets in a message: error[unknown_key]. Without an id, all ids are listed.

            Examples:
              ekoflow explain unknown_key
              ekoflow explain
            """)

    @Argument(help: ArgumentHelp("The id of a diagnostic.", valueName: "id"))
    var id: String?

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        guard let id else {
            shell.output.write(Explanation.all.map { "\($0.id.rawValue)\n    \($0.summary)\n" }.joined())
            return .passed
        }
        // Accepts the form that people copy from a message: error[unknown_key].
        let name = id.drop { $0 != "[" }.isEmpty ? id : String(id.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" })
        guard let found = Diagnostic.ID(rawValue: name) else {
            let closest = closestName(to: name, among: Diagnostic.ID.allCases.map(\.rawValue))
            throw .invalidInput(
                .error(
                    .unknownID, "no diagnostic has the id '\(name)'", at: nil,
                    help: closest.map { "did you mean '\($0)'?" } ?? "'ekoflow explain' lists all ids"))
        }
        shell.output.write("\(name)\n\n\(Explanation(id: found).plainText)")
        return .passed
    }
}
