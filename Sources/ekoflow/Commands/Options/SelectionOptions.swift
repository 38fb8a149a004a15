import ArgumentParser
import WorkflowEngine
import WorkflowModel

/// The options that select some of the workflows, cases and steps.
struct SelectionOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Run only workflows whose tags match, for example 'smoke and not slow'.", valueName: "expression"),
        transform: TagOption.parse)
    var tags: [TagExpression] = []

    @Option(
        name: .customLong("case"), parsing: .singleValue,
        help: ArgumentHelp("Run only the cases with this name. Can be given several times.", valueName: "name"))
    var cases: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Run only the steps with this id or name; setup and teardown run too. Can be given several times.",
            valueName: "step"))
    var only: [String] = []

    func validate() throws {
        if tags.count > 1 { throw ValidationError("--tags is given twice: join the two with 'and' or 'or'") }
    }

    var selection: Selection { Selection(tags: tags.first, cases: cases, steps: only) }
}

private enum TagOption {
    static func parse(_ argument: String) throws -> TagExpression {
        do {
            return try TagExpression(parsing: argument)
        } catch {
            throw ValidationError("\(error.message); for example: 'smoke and not slow'")
        }
    }
}
