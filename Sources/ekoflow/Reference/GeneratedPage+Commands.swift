extension GeneratedPage {
    static let commands = GeneratedPage(
        "Commands", "commands", "Every command, option and exit code.",
        """
        Each command takes `--help`.

        ## Exit codes

        \(markdownTable(["code", "meaning"], ExitStatus.allCases.map { ["\($0.rawValue)", $0.meaning] }))

        If several apply, 3 wins over 4, and 4 over 1.

        \(CommandHelp.root.subcommands.flatMap(sections).joined(separator: "\n\n"))
        """)

    private static func sections(_ command: CommandHelp) -> [String] {
        let options = command.arguments.filter { $0.names.last != "--help" && $0.names != ["--version"] }.map {
            let names = $0.names.map { "`\($0)`" }.joined(separator: ", ")
            let value = $0.value.map { names.isEmpty ? "`\($0)`" : " \($0)" } ?? ""
            let more = names.isEmpty && $0.isRepeating ? " …" : ""
            return [names + value + more, $0.abstract + ($0.defaultValue.map { " Default: `\($0)`." } ?? "")]
        }
        let table = markdownTable(["option", "what it does"], options)
        return ["## \(command.words.joined(separator: " "))", command.abstract] + (table.isEmpty ? [] : [table])
            + command.subcommands.flatMap(sections)
    }
}
