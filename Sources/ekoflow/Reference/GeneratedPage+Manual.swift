extension GeneratedPage {
    /// The manual, in the language of `man`: a page for the program and for each command.
    static let manual = pages(CommandHelp.root)

    private static func pages(_ command: CommandHelp) -> [GeneratedPage] {
        [GeneratedPage(file: "\(command.page).1", text: manual(command))] + command.subcommands.flatMap(pages)
    }

    private static func manual(_ command: CommandHelp) -> String {
        let name = escaped(command.page)
        let synopsis = [bold(command.words.joined(separator: " "))] + operands(command) + ["[\(italic("options"))]"]
        var text = """
            .TH \(command.page.uppercased()) 1 "" "ekoflow \(ekoflowVersion)" "User Commands"
            .SH NAME
            \(name) \\- \(escaped(command.abstract))
            .SH SYNOPSIS
            \(synopsis.joined(separator: " "))

            """
        if !command.discussion.isEmpty { text += ".SH DESCRIPTION\n" + description(command.discussion) }
        for (index, argument) in command.arguments.enumerated() {
            let isFirst = !command.arguments[..<index].contains { $0.section == argument.section }
            if isFirst { text += options(argument.section, of: command) }
        }
        if !command.subcommands.isEmpty { text += ".SH COMMANDS\n" }
        for item in command.subcommands {
            text += ".TP\n\(bold(item.words.last ?? ""))\n\(escaped(item.abstract)) See \(bold(item.page))(1).\n"
        }
        let parents = command.words.dropLast().joined(separator: "-")
        return text + (parents.isEmpty ? "" : ".SH SEE ALSO\n\(bold(parents))(1)\n")
    }

    private static func options(_ section: String, of command: CommandHelp) -> String {
        command.arguments.filter { $0.section == section }.reduce(".SH \(escaped(section.uppercased()))\n") {
            let value = $1.defaultValue.map { " (default: \($0))" } ?? ""
            return $0 + ".TP\n\(label($1))\n\(escaped($1.abstract + value))\n"
        }
    }

    private static func operands(_ command: CommandHelp) -> [String] {
        let operands = command.arguments.filter(\.names.isEmpty).map { operand in
            let name = label(operand) + (operand.isRepeating ? " ..." : "")
            return operand.isOptional ? "[\(name)]" : name
        }
        return (command.subcommands.isEmpty ? [] : [italic("command")]) + operands
    }

    private static func label(_ argument: CommandHelp.Argument) -> String {
        let names = argument.names.map(bold).joined(separator: ", ")
        return ([names].filter { !$0.isEmpty } + (argument.value.map { [italic($0)] } ?? [])).joined(separator: " ")
    }

    /// In paragraphs. Lines that are indented, such as commands, keep their breaks.
    private static func description(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).split(separator: "").map { lines in
            let prose = lines.filter { !$0.hasPrefix("  ") }.map { escaped(String($0)) }
            let examples = lines.filter { $0.hasPrefix("  ") }.map { escaped(String($0.dropFirst(2))) }
            let block = examples.isEmpty ? [] : [".nf", ".RS 2"] + examples + [".RE", ".fi"]
            return ([".PP"] + prose + block).joined(separator: "\n") + "\n"
        }.joined()
    }

    private static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }
    private static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

    private static func escaped(_ text: String) -> String {
        let text = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        // A line that starts so would be taken for a request.
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }
}

extension CommandHelp {
    /// The name of its page in the manual.
    fileprivate var page: String { words.joined(separator: "-") }
}
