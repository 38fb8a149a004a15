import YAML

extension Variable {
    private static let sources = [
        KeySpec("env", .text, "the variable of the process's environment that has the value"),
        KeySpec("value", .optionalText, "the value, beside 'secret'"),
        KeySpec("required", .boolean, "true: the value has to be given, with --var or by the workflow that uses this"),
    ]

    static let keys =
        sources + [KeySpec("secret", .boolean, "true: the value is hidden in every output; beside one of the others")]

    static let shape = ValueShape.oneOf([.optionalText, .mapping(keys, alternatives: sources.map(\.name))])
}

extension DecodingContext {
    /// Reads `vars`. A variable can refer to the variables before it.
    mutating func variables(_ entry: YAMLEntry) -> [Variable] {
        names.place = .variables
        defer { names.place = .beforeSteps }
        return openMapping(entry, of: "names and values").compactMap { variable in
            guard isIdentifier(variable.key.value) else { return reject(.invalidID(variable.key)) }
            let (source, isSecret) = secrecy(variable)
            let value = source.flatMap { variableValue($0) }
            names.addVariable(variable.key.value)
            return value.map { Variable(name: variable.key, value: $0, isSecret: isSecret) }
        }
    }

    /// The entry without its `secret`, and whether that is true.
    private mutating func secrecy(_ entry: YAMLEntry) -> (source: YAMLEntry?, isSecret: Bool) {
        guard case .mapping(let entries) = entry.value.content, entries.count > 1,
            let secret = entries.first(where: { $0.key.value == "secret" })
        else { return (entry, false) }
        let isSecret = boolean(secret)
        let others = entries.filter { $0.key.value != "secret" }
        let source = YAMLEntry(key: entry.key, value: YAMLNode(.mapping(others), at: entry.value.range))
        return (isSecret == nil ? nil : source, isSecret ?? false)
    }

    private mutating func variableValue(_ entry: YAMLEntry) -> Variable.Value? {
        switch entry.value.content {
        case .scalar: return .template(openValue(entry.value))
        case .mapping(let entries) where entries.count == 1 && entries[0].key.value == "env":
            guard let name = plainText(entries[0]) else { return nil }
            if let bare = name.value.nameOfProcessVariable {
                return reject(
                    .wrongKind(entries[0], expected: "the name of a variable alone", help: "write env: \(bare)"))
            }
            return .environmentVariable(name)
        case .mapping(let entries) where entries.count == 1 && entries[0].key.value == "value":
            guard entries[0].value.scalar != nil else {
                return reject(.wrongKind(entries[0], expected: "a text or a number"))
            }
            return .template(openValue(entries[0].value))
        case .mapping(let entries) where entries.count == 1 && entries[0].key.value == "required":
            if boolean(entries[0]) == true { return .required }
            if entries[0].value.scalar?.text == "false" {
                report(.wrongKind(entries[0], expected: "true, or a value in its place"))
            }
            return nil
        case .mapping, .sequence:
            return reject(
                .wrongKind(entry, expected: "a text, a number, { env: NAME }, { value: TEXT } or { required: true }"))
        }
    }
}
