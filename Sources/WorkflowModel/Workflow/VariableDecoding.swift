import YAML

extension Variable {
    static let keys = [
        KeySpec("env", .text, "the variable of the process's environment that has the value"),
        KeySpec("required", .boolean, "true: the value has to be given, with --var or by the workflow that uses this"),
    ]

    static let shape = ValueShape.oneOf([.optionalText, .mapping(keys, alternatives: keys.map(\.name))])
}

extension DecodingContext {
    /// Reads `vars`. A variable can refer to the variables before it.
    mutating func variables(_ entry: YAMLEntry) -> [Variable] {
        names.place = .variables
        defer { names.place = .beforeSteps }
        return openMapping(entry, of: "names and values").compactMap { variable in
            guard isIdentifier(variable.key.value) else { return reject(.invalidID(variable.key)) }
            let value = variableValue(variable)
            names.addVariable(variable.key.value)
            return value.map { Variable(name: variable.key, value: $0) }
        }
    }

    private mutating func variableValue(_ entry: YAMLEntry) -> Variable.Value? {
        switch entry.value.content {
        case .scalar: return .template(openValue(entry.value))
        case .mapping(let entries) where entries.count == 1 && entries[0].key.value == "env":
            return plainText(entries[0]).map { .environmentVariable($0) }
        case .mapping(let entries) where entries.count == 1 && entries[0].key.value == "required":
            if boolean(entries[0]) == true { return .required }
            if entries[0].value.scalar?.text == "false" {
                report(.wrongKind(entries[0], expected: "true, or a value in its place"))
            }
            return nil
        case .mapping, .sequence:
            return reject(.wrongKind(entry, expected: "a text, a number, { env: NAME } or { required: true }"))
        }
    }
}
