import ArgumentParser
import Source
import Spelling

/// A word in the place of a command, but not a known command. The parser would report it only as an unexpected argument, and
/// would ignore it after `help`.
struct UnknownCommand {
    let word: String
    /// The command above it, with all its words: `ekoflow report`.
    let parent: String
    let known: [String]

    /// Nil if there is no such word.
    static func find(in words: ArraySlice<String>) -> UnknownCommand? {
        var rest = words
        if rest.first == "help" { rest.removeFirst() }
        var command: any ParsableCommand.Type = Ekoflow.self
        var parent = "ekoflow"
        while let word = rest.popFirst(), !word.hasPrefix("-") {
            let configuration = command.configuration
            // If there is a default subcommand, the word can be an argument of it.
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
        // A whole curl command in quotes may hold keys after its first word.
        let start = word.prefix { !$0.isWhitespace }
        return .error(
            .unknownCommand, "unknown command '\(start)\(start.endIndex < word.endIndex ? " …" : "")'", at: nil,
            help: foreignHelp ?? closestName(to: word, among: known).map { "did you mean '\($0)'?" }
                ?? "'\(parent) --help' lists the commands")
    }

    /// For what other tools have in place of a command, and for a workflow without one.
    private var foreignHelp: String? {
        if parent == "ekoflow import" {
            if ["swagger", "oas"].contains(word.lowercased()) { return "did you mean 'openapi'?" }
            return Self.otherFormats.contains(word.lowercased())
                ? "curl commands, Postman collections and OpenAPI documents are imported; for others, see \(Self.pageOnMoving)"
                : nil
        }
        guard parent == "ekoflow" else { return nil }
        let isPath = [".yml", ".yaml"].contains { word.hasSuffix($0) } || word.contains("/")
        if isPath, !word.contains(where: \.isWhitespace) { return "write 'ekoflow run \(word)'" }
        return Self.otherCommands[word.lowercased()].map { "did you mean '\($0)'?" }
    }

    private static let otherCommands = [
        "test": "ekoflow run", "exec": "ekoflow run", "execute": "ekoflow run", "start": "ekoflow run",
        "check": "ekoflow validate", "lint": "ekoflow validate", "verify": "ekoflow validate",
        "dry-run": "ekoflow plan", "preview": "ekoflow plan", "ls": "ekoflow list", "new": "ekoflow init",
        "create": "ekoflow init", "mock": "ekoflow sandbox", "serve": "ekoflow sandbox", "convert": "ekoflow import",
        "version": "ekoflow --version", "replay": "ekoflow recheck",
    ]

    private static let otherFormats: Set = [
        "hurl", "bruno", "bru", "insomnia", "tavern", "httpie", "http", "har", "stepci",
        "venom", "runn", "karate", "jmeter", "k6", "httpyac",
    ]

    private static let pageOnMoving = "Documentation/Ekoflow.docc/HowToMoveFromPostmanHurlTavern.md"
}
