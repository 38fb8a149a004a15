import ArgumentParser
import Contract
import Source
import WorkflowModel
import WorkflowReports

struct OperationsCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "operations",
        abstract: "Lists the documented operations of the API, and what each of them does.",
        discussion: """
            A 'call' in a workflow can name an operation. With a name, this shows its parameters and its documented answers; with a word, the operations that have it in their names or titles.

            Examples:
              ekoflow operations
              ekoflow operations --effect moves_money
              ekoflow operations dmt_transfer
              ekoflow operations refund
            """)

    @Argument(help: ArgumentHelp("The name of an operation, or a word of it.", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp(
            "Only operations that do this: reads, changes, priced, texts or moves_money.", valueName: "effect"),
        transform: OperationsCommand.kinds)
    var effect: EffectKinds?

    @OptionGroup var colorOption: ColorOption

    var color: ColorChoice { colorOption.color }

    private static func kinds(_ word: String) throws -> EffectKinds {
        guard let kinds = EffectKinds(word: word) else {
            throw ValidationError("expected one of \(EffectKinds.words.map(\.word).joined(separator: ", "))")
        }
        return kinds
    }

    func run(in shell: Shell) throws(CommandError) -> ExitStatus {
        let styler = shell.styler(for: shell.output)
        guard let name else {
            Self.list(Operation.all.filter { effect == nil || $0.effect.kinds == effect }, in: shell)
            return .passed
        }
        guard let operation = Operation.named(name) else {
            let similar = Operation.like(name)
            if !similar.isEmpty {
                Self.list(similar, in: shell)
                return .passed
            }
            throw CommandError(
                .invalidInput,
                [
                    .error(
                        .unknownName, "the API documents no operation '\(name)'", at: nil,
                        help: "'ekoflow operations' lists them")
                ])
        }
        shell.output.write(Self.text(of: operation, styler))
        return .passed
    }

    private static func list(_ operations: [Operation], in shell: Shell) {
        let styler = shell.styler(for: shell.output)
        let width = operations.map(\.name.count).max() ?? 0
        for operation in operations {
            let padding = String(repeating: " ", count: width - operation.name.count)
            shell.output.write(
                "\(styler.apply(.bold, to: operation.name))\(padding)  \(operation.title)  \(styler.apply(.dim, to: operation.effect.plainText))\n"
            )
        }
    }

    private static func text(of operation: Operation, _ styler: TextStyler) -> String {
        var text = "\(styler.apply(.bold, to: operation.name))  \(operation.title)\n"
        text += "  \(operation.method.rawValue) \(operation.path)\n"
        text += "  \(operation.effect.plainText)"
        if let price = operation.price { text += ", \(price == 0 ? "free" : Rupees(paise: price).text)" }
        text += "\n\nparameters:\n"
        for parameter in operation.parameters {
            let notes = [
                "in the \(parameter.place.rawValue)", parameter.isRequired ? nil : "optional",
                parameter.isList ? "a list" : nil, parameter.isFile ? "a file: { file: PATH }" : nil,
            ].compactMap(\.self).joined(separator: ", ")
            text += "  \(parameter.name)  \(styler.apply(.dim, to: notes))\n"
        }
        text += "\nanswers:\n"
        for answer in operation.ownAnswers {
            var codes = ["HTTP \(answer.http)"]
            if case .exactly(let status)? = answer.status { codes.append("status \(status)") }
            codes += answer.responseTypes.sorted().map { "response_type_id \($0)" }
            if let state = answer.transactionStatus { codes.append("tx_status \(state)") }
            text += "  \(answer.isSuccess ? styler.apply(.green, to: answer.name) : answer.name)"
            text += "  \(styler.apply(.dim, to: codes.joined(separator: ", ")))\n"
        }
        return text
    }
}

extension Effect {
    fileprivate var plainText: String { text.replacing("`", with: "") }
}
