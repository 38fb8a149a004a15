import JSON
import Source
import YAML

extension Workflow {
    static let keys = [
        KeySpec("name", .text, "what the workflow is called in reports"),
        KeySpec("description", .text, "what it is for"),
        KeySpec("environment", .text, "the environment that it runs in; --env overrides it"),
        KeySpec("tags", .list(.text), "words to select workflows by, with --tags"),
        KeySpec(
            "credentials", .mapping(CredentialReferences.keys),
            "references to the keys; they override the environment's"),
        KeySpec(
            "vars", .open(Variable.shape), "variables, read as ${{ vars.NAME }}; --var and --vars-file override them"),
        KeySpec(
            "cases",
            .oneOf([
                .list(.open(.anything)),
                .mapping(DecodingContext.caseFileKeys, alternatives: DecodingContext.caseFileSources),
            ]),
            "rows of values: the workflow runs once for each, and reads them as ${{ case.NAME }}"),
        KeySpec("setup", .list(.named("step")), "steps before the others"),
        KeySpec("steps", .list(.named("step")), required: true, "what it does, in order"),
        KeySpec("teardown", .list(.named("step")), "steps after the others, which run after a failure too"),
        KeySpec("outputs", .open(.anything), "values for the workflows that use this one"),
    ]

    /// Decodes a parsed workflow file, and the workflows it uses. `variables` are names that the command line defines.
    package static func decode(
        _ root: YAMLNode?, in file: SourceFile, variables: some Sequence<String> = [], files: any LinkedFiles
    ) -> (workflow: Workflow?, diagnostics: [Diagnostic]) {
        let links = LinkReader(files: files, root: file)
        let (workflow, diagnostics) = decode(root, in: file, variables: variables, links: links)
        return (workflow, diagnostics + links.diagnostics)
    }

    static func decode(
        _ root: YAMLNode?, in file: SourceFile, variables: some Sequence<String>, links: LinkReader
    ) -> (workflow: Workflow?, diagnostics: [Diagnostic]) {
        guard let root, !root.isBlank else { return (nil, [.emptyFile(file, expected: "a workflow")]) }
        var names = NameScope()
        for variable in variables { names.addVariable(variable) }
        var context = DecodingContext(names: names, links: links)
        let workflow = context.workflow(root, in: file)
        let isValid = !context.diagnostics.hasErrors && !context.hasBrokenLink
        let diagnostics = context.sortedDiagnostics.hidingCredentials(of: root)
        return (isValid ? workflow : nil, diagnostics)
    }
}

extension DecodingContext {
    fileprivate mutating func workflow(_ root: YAMLNode, in file: SourceFile) -> Workflow? {
        guard let mapping = mapping(root, keys: Workflow.keys, subject: "a workflow") else { return nil }
        outerMappings = [OuterMapping(name: "the workflow", keys: Workflow.keys, range: root.range)]
        let name = mapping["name"].flatMap { plainText($0) }
        let environment = mapping["environment"].flatMap { plainText($0) }
        let description = mapping["description"].flatMap { plainText($0) }
        let tags = mapping["tags"].map { self.tags($0) } ?? []
        let credentials = mapping["credentials"].map { self.credentials($0) } ?? CredentialReferences()
        let variables = mapping["vars"].map { self.variables($0) } ?? []
        let cases = mapping["cases"].map { self.cases($0) } ?? TestCases()
        let lists = ["setup", "steps", "teardown"].map { mapping[$0] }
        names.allSteps = Set(lists.compactMap { $0?.value.sequence }.joined().compactMap(\.id))
        var ids: [String: SourceRange] = [:]
        let steps = lists.map { list in list.map { self.steps($0, ids: &ids) } ?? [] }
        let outputs = mapping["outputs"].map { self.outputs($0) } ?? []
        if let entry = mapping["cases"] { warnOfUnnamed(cases, in: entry) }
        let workflow = Workflow(
            file: file, name: name, environment: environment, description: description?.value, tags: tags,
            credentials: credentials, variables: variables, cases: cases, setup: steps[0], steps: steps[1],
            teardown: steps[2], outputs: outputs, referencedVariables: names.referencedVariables,
            referencedCaseFields: names.referencedCaseFields)
        if workflow.stepCount - workflow.allSteps.count > Workflow.maximumUsedSteps, let steps = mapping["steps"] {
            report(
                .tooManySteps,
                "the workflows that this one uses have more than \(Workflow.maximumUsedSteps) steps together",
                at: steps.key.range, help: "split it into several workflows")
        }
        return workflow
    }

    /// Reads the tags. Each must be a word that `--tags 'smoke and not slow'` can use.
    private mutating func tags(_ entry: YAMLEntry) -> [Located<String>] {
        let tags = texts(entry, of: "words")
        for tag in tags where !TagExpression.isTag(tag.value) {
            report(
                .invalidTag, "'\(tag.value)' cannot be a tag", at: tag.range,
                help: "use letters, digits, '_', '-', '.' and ':', but not the words and, or, not")
        }
        return tags
    }

    private mutating func steps(_ entry: YAMLEntry, ids: inout [String: SourceRange]) -> [Step] {
        let nodes = list(entry, of: "steps", isOfWords: false)
        if entry.value.sequence?.isEmpty == true {
            report(.noSteps(entry.key.value, at: entry.value.range))
        }
        return nodes.compactMap { node in
            let problems = diagnostics.count
            let step = step(node)
            if let id = step?.id {
                if let first = ids[id.value] {
                    report(
                        .duplicateID, "two steps have the id '\(id.value)'", at: id.range,
                        notes: [Diagnostic.Note("the first is here", at: first)])
                } else {
                    ids[id.value] = id.range
                }
            }
            // A step must never be dropped without a message.
            if step == nil, diagnostics.count == problems, !hasBrokenLink {
                report(.unreadableStep, "this step cannot be read", at: node.range)
            }
            return step
        }
    }

    private mutating func outputs(_ entry: YAMLEntry) -> [Output] {
        openMapping(entry, of: "names and values").compactMap { output in
            guard isIdentifier(output.key.value) else { return reject(.invalidID(output.key)) }
            return Output(name: output.key, value: openValue(output.value))
        }
    }
}

extension Diagnostic {
    static func emptyFile(_ file: SourceFile, expected: String) -> Diagnostic {
        .error(
            .emptyFile, "the file is empty, expected \(expected)", at: SourceRange(file: file, at: .start),
            help: "'ekoflow init' writes one to start from")
    }

    fileprivate static func noSteps(_ key: String, at range: SourceRange) -> Diagnostic {
        key == "steps"
            ? .error(.noSteps, "a workflow without a step tests nothing", at: range)
            : .error(.noSteps, "'\(key)' has no step", at: range, help: "remove it")
    }
}
