import Expressions
import JSON
import Source
import Spelling
import YAML

extension Variable {
    private static let sources = [
        KeySpec("env", .text, "the environment variable that has the value"),
        KeySpec("value", .anything, "the value, for use with 'secret'"),
        KeySpec(
            "required", .boolean, "true: the value must be given, with --var or by the workflow that uses this one"),
    ]

    static let keys =
        sources + [
            KeySpec(
                "type", .choice(DeclaredType.words), "the type of a value from outside: string if left out"),
            KeySpec("default", .anything, "with 'env': the value if the environment variable is not set or empty"),
            KeySpec("secret", .boolean, "true: the value is hidden in every output; use it with one of the other keys"),
        ]

    static let shape = ValueShape.oneOf([
        .optionalText, .list(.anything, minimum: 0, maximum: nil), .mapping(keys, alternatives: sources.map(\.name)),
        .mappingWithout(descriptiveKeys),
    ])

    /// A mapping with one of them describes a variable; one without them is its value.
    private static let descriptiveKeys = sources.map(\.name) + ["secret"]

    /// Whether a mapping describes a variable, and is not its value.
    static func isDescription(_ node: YAMLNode) -> Bool {
        guard let entries = node.mapping else { return false }
        return entries.contains { descriptiveKeys.contains($0.key.value) }
    }
}

extension DecodingContext {
    /// Reads `vars`. A variable can refer to the variables before it.
    mutating func variables(_ entry: YAMLEntry) -> [Variable] {
        names.place = .variables
        defer { names.place = .beforeSteps }
        return openMapping(entry, of: "names and values").compactMap { variable in
            guard isIdentifier(variable.key.value) else { return reject(.invalidID(variable.key)) }
            let decoded = Variable.isDescription(variable.value) ? described(variable) : plain(variable)
            names.addVariable(variable.key.value)
            return decoded
        }
    }

    private mutating func plain(_ entry: YAMLEntry) -> Variable {
        warnOfMisspeltDescription(entry)
        return Variable(name: entry.key, value: .template(openValue(entry.value)))
    }

    /// A mapping whose every key is one of a description, or nearly, would be sent as an object.
    private mutating func warnOfMisspeltDescription(_ entry: YAMLEntry) {
        guard let keys = entry.value.mapping?.map(\.key) else { return }
        let names = Variable.keys.map(\.name)
        let meant = keys.map { closestName(to: $0.value, among: names) }
        guard !meant.contains(nil),
            let key = keys.first(where: { !names.contains($0.value) || $0.value == "default" })
        else { return }
        let isMisspelt = !names.contains(key.value)
        report(
            .warning(
                .unknownKey, "the variable '\(entry.key.value)' is an object, with '\(key.value)' in it", at: key.range,
                help: isMisspelt
                    ? closestName(to: key.value, among: names).map { "did you mean '\($0)'?" }
                    : "say where its value comes from: env, value or required"))
    }

    private mutating func described(_ entry: YAMLEntry) -> Variable? {
        let subject = "the variable '\(entry.key.value)'"
        guard let mapping = mapping(entry.value, key: entry.key, keys: Variable.keys, subject: subject) else {
            return nil
        }
        let sources = ["env", "value", "required"].compactMap { mapping[$0] }
        let type = mapping["type"].flatMap { choice($0, of: DeclaredType.words, others: DeclaredType.foreignWords) }
            .flatMap(DeclaredType.init(rawValue:))
        let isSecret = mapping["secret"].flatMap { boolean($0) } ?? false
        guard sources.count == 1, let source = sources.first else {
            return reject(
                .wrongType, "\(subject) has \(sources.isEmpty ? "no value" : "more than one value")",
                at: sources.last?.key.range ?? entry.key.range, help: "write one of env, value and required")
        }
        guard let value = value(source) else { return nil }
        return Variable(
            name: entry.key, value: value, isSecret: isSecret, type: type,
            fallback: mapping["default"].flatMap { fallback($0, type, beside: source) })
    }

    private mutating func value(_ source: YAMLEntry) -> Variable.Value? {
        switch source.key.value {
        case "env":
            guard let name = plainText(source) else { return nil }
            if let bare = name.value.nameOfProcessVariable {
                return reject(.wrongKind(source, expected: "the name of a variable alone", help: "write env: \(bare)"))
            }
            return .environmentVariable(name)
        case "value": return .template(openValue(source.value))
        default:
            if boolean(source) == true { return .required }
            if source.value.scalar?.text == "false" {
                report(.wrongKind(source, expected: "true, or a value in its place"))
            }
            return nil
        }
    }

    private mutating func fallback(
        _ entry: YAMLEntry, _ type: DeclaredType?, beside source: YAMLEntry
    ) -> ValueTemplate? {
        guard source.key.value == "env" else {
            return reject(
                .meaninglessKey, "'default' has no effect with '\(source.key.value)'", at: entry.key.range,
                help: "remove it, or write 'value' alone")
        }
        let value = openValue(entry.value)
        if let type, let literal = value.literal, DeclaredType(of: literal) != type, literal != .null {
            report(
                .wrongType, "the default is \(literal.typeNameWithArticle), and 'type' says \(type.rawValue)",
                at: entry.rangeToBlame)
        }
        return value
    }
}
