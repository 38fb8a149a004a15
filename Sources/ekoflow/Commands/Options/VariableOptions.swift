import ArgumentParser
import JSON
import WorkflowModel

/// The options that give variables their values.
struct VariableOptions: ParsableArguments {
    @Option(
        name: .customLong("var"), parsing: .singleValue,
        help: ArgumentHelp("Set a variable; can be given several times.", valueName: "name=value"),
        transform: VariableOption.init(argument:))
    var variables: [VariableOption] = []

    @Option(
        help: ArgumentHelp("Set variables from a YAML or JSON file; --var goes first.", valueName: "path"))
    var varsFile: [String] = []

    func validate() throws {
        var names: Set<String> = []
        for variable in variables where !names.insert(variable.name).inserted {
            throw ValidationError("--var \(variable.name) is given twice")
        }
    }

    var sources: VariableSources { VariableSources(options: variables, files: varsFile) }
}

/// `NAME=VALUE`. The value is read like a plain scalar in YAML, but ten or more digits are a string.
struct VariableOption: Sendable {
    let name: String
    let value: JSONValue

    init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }

    init(argument: String) throws {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            throw ValidationError("expected a name and a value, such as mobile=9002336768")
        }
        name = String(argument[..<equals])
        value = CoreSchema.value(ofArgument: String(argument[argument.index(after: equals)...]))
    }
}
