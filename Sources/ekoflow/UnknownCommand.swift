import ArgumentParser
import Source
import Spelling

/// A word of the command line that stands where a command should, and is none: the parser would take it for an argument too
/// many, and its `help` for nothing.
struct UnknownCommand {
    let word: String
    /// The command above it, as it is called.
    let parent: String
    let known: [String]

    /// Nil where there is no such word.
    static func find(in words: ArraySlice<String>) -> UnknownCommand? {
        var rest = words
        if rest.first == "help" { rest.removeFirst() }
        var command: any ParsableCommand.Type = Ekoflow.self
        var parent = "ekoflow"
        while let word = rest.popFirst(), !word.hasPrefix("-") {
            let configuration = command.configuration
            // What is no command can be an argument of the one that is meant where none is named.
            guard !configuration.subcommands.isEmpty, configuration.defaultSubcommand == nil else { return nil }
            guard let next = configuration.subcommands.first(where: { $0.configuration.commandName == word }) else {
                return UnknownCommand(
                    word: word, parent: parent,
                    known: configuration.subcommands.filter { $0.configuration.shouldDisplay }
                        .compactMap { $0.configuration.commandName })
            }
            command = next
            parent += " \(word)"
        }
        return nil
    }

    var diagnostic: Diagnostic {
        .error(
            .unknownCommand, "unknown command '\(word)'", at: nil,
            help: closestName(to: word, among: known).map { "did you mean '\($0)'?" }
                ?? "'\(parent) --help' lists the commands")
    }
}
