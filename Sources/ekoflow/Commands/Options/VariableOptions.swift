import ArgumentParser
import JSON
import Source
import WorkflowModel

/// The options that give variables their values.
struct VariableOptions: ParsableArguments {
    @Option(
        name: .customLong("var"), parsing: .singleValue,
        help: ArgumentHelp("Set a variable. Can be given several times.", valueName: "name=value"),
        transform: VariableOption.init(argument:))
    var variables: [VariableOption] = []

    @Option(
        help: ArgumentHelp("Set variables from a YAML or JSON file. --var overrides it.", valueName: "path"))
    var varsFile: [String] = []

    func validate() throws {
        var names: Set<String> = []
        for variable in variables where !names.insert(variable.name).inserted {
            throw ValidationError("--var \(variable.name) is given twice")
        }
    }

    var sources: VariableSources { VariableSources(options: variables, files: varsFile) }
}

/// The value of a variable: `NAME=VALUE`, which is a text unless the variable is declared as something else, or an entry of
/// a file.
struct VariableOption: Sendable {
    let name: String
    let value: JSONValue
    /// Where it is written; nil for the command line.
    let range: SourceRange?

    init(name: String, value: JSONValue, at range: SourceRange) {
        self.name = name
        self.value = value
        self.range = range
    }

    init(argument: String) throws {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            throw ValidationError("expected a name and a value, for example mobile=9002336768")
        }
        name = String(argument[..<equals])
        range = nil
        value = .string(String(argument[argument.index(after: equals)...]))
    }
}
