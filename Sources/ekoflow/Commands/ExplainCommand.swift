import ArgumentParser
import Spelling

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explains a diagnostic, with an example of what is wrong and what is right.",
        discussion: """
            The id stands in brackets in the message: error[unknown_key]. Without one, all of them are listed.

            Examples:
              ekoflow explain unknown_key
              ekoflow explain
            """)

    @Argument(help: ArgumentHelp("The id of a diagnostic.", valueName: "id"))
    var id: String?

    func run() throws {
        let explanations = Explanation.all
        guard StandardOutput.write(try id.map { try text(of: $0, in: explanations) } ?? list(explanations)) else {
            throw ExitStatus.unfinished
        }
    }

    private func text(of id: String, in explanations: [Explanation]) throws -> String {
        // As it is copied from a message.
        let name = id.drop { $0 != "[" }.isEmpty ? id : String(id.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" })
        guard let found = explanations.first(where: { $0.id == name }) else {
            let closest = closestName(to: name, among: explanations.map(\.id))
            StandardError.write(
                "error: there is no diagnostic '\(name)'\n  = help: "
                    + (closest.map { "did you mean '\($0)'?" } ?? "'ekoflow explain' lists them all") + "\n")
            throw ExitStatus.invalidInput
        }
        return "\(found.id)\n\n\(found.plainText)"
    }

    private func list(_ explanations: [Explanation]) -> String {
        explanations.map { "\($0.id)\n    \($0.summary)\n" }.joined()
    }
}
