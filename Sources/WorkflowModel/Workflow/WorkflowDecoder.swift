import JSON
import YAMLSource

extension Workflow {
    static let keys = [
        KeySpec("name", "what the workflow is called in reports"),
        KeySpec("environment", "the environment that it runs in; --env overrides it"),
        KeySpec("description", "what it is for"),
        KeySpec("tags", "words to select workflows by"),
        KeySpec("vars", "variables, read as ${{ vars.NAME }}; --var overrides them"),
        KeySpec("steps", required: true, "what it does, in order"),
    ]

    /// Decodes a parsed workflow file. `variables` are the names that the command line defines.
    package static func decode(
        _ root: YAMLNode?, in file: SourceFile, variables: some Sequence<String> = []
    ) -> (workflow: Workflow?, diagnostics: [Diagnostic]) {
        guard let root, !root.isBlank else { return (nil, [.emptyFile(file, expected: "a workflow")]) }
        var names = NameScope()
        for variable in variables { names.addVariable(variable) }
        var context = DecodingContext(names: names)
        let workflow = context.workflow(root, in: file)
        return (context.diagnostics.hasErrors ? nil : workflow, context.sortedDiagnostics)
    }
}

extension DecodingContext {
    fileprivate mutating func workflow(_ root: YAMLNode, in file: SourceFile) -> Workflow? {
        guard let mapping = mapping(root, keys: Workflow.keys, subject: "a workflow") else { return nil }
        let name = mapping["name"].flatMap { plainText($0) }
        let environment = mapping["environment"].flatMap { plainText($0) }
        let description = mapping["description"].flatMap { plainText($0) }
        let tags = mapping["tags"].map { texts($0, of: "words") } ?? []
        let variables = mapping["vars"].map { self.variables($0) } ?? []
        let steps = mapping["steps"].map { self.steps($0) } ?? []
        return Workflow(
            file: file, name: name, environment: environment, description: description?.value, tags: tags,
            variables: variables, steps: steps, referencedVariables: names.referencedVariables)
    }

    /// A variable can refer to those before it.
    private mutating func variables(_ entry: YAMLEntry) -> [Variable] {
        openMapping(entry, of: "names and values").compactMap { variable in
            guard isIdentifier(variable.key.value) else {
                report(.invalidID(variable.key))
                return nil
            }
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
        case .mapping, .sequence:
            report(.wrongKind(entry.value, key: entry.key, expected: "a text, a number, or { env: NAME }"))
            return nil
        }
    }

    private mutating func steps(_ entry: YAMLEntry) -> [Step] {
        let nodes = list(entry, of: "steps")
        if entry.value.sequence?.isEmpty == true {
            report(.noSteps(at: entry.value.range))
        }
        names.allSteps = Set(nodes.compactMap(stepID))
        var firstUses: [String: SourceRange] = [:]
        return nodes.compactMap { node in
            let problems = diagnostics.count
            guard let step = step(node) else {
                // A step must never go missing without a word.
                if diagnostics.count == problems { report(.unreadableStep(at: node.range)) }
                return nil
            }
            if let id = step.id {
                if let first = firstUses[id.value] {
                    report(.duplicateID(id, first: first))
                } else {
                    firstUses[id.value] = id.range
                }
            }
            return step
        }
    }

    /// The id of a step that has not been decoded yet.
    private func stepID(_ node: YAMLNode) -> String? {
        node.mapping?.first { $0.key.value == "id" }?.value.scalar?.text
    }
}

extension YAMLNode {
    /// True for a document without anything in it.
    var isBlank: Bool { scalar.map { $0.style == .plain && $0.text.isEmpty } ?? false }
}

extension Diagnostic {
    static func emptyFile(_ file: SourceFile, expected: String) -> Diagnostic {
        .error(
            "empty_file", "the file is empty, expected \(expected)", at: SourceRange(file: file, at: .start),
            suggestion: "start from the README's first workflow")
    }

    fileprivate static func noSteps(at range: SourceRange) -> Diagnostic {
        .error("no_steps", "a workflow without a step tests nothing", at: range)
    }

    fileprivate static func unreadableStep(at range: SourceRange) -> Diagnostic {
        .error("unreadable_step", "this step cannot be read", at: range)
    }

    fileprivate static func duplicateID(_ id: Located<String>, first: SourceRange) -> Diagnostic {
        .error(
            "duplicate_id", "two steps have the id '\(id.value)'", at: id.range,
            notes: [Note("the first is here", at: first)])
    }
}
