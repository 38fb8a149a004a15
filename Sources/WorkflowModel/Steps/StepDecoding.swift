import Contract
import JSON
import Source
import YAML

extension DecodingContext {
    /// The keys that every kind of step can have.
    static let commonStepKeys = [
        KeySpec("id", .text, "the name by which later steps refer to this one"),
        KeySpec("name", .text, "what the step is called in reports"),
        KeySpec("test_id", .text, "the id of its test in Xray, TestRail or another system, for example ABC-12 or C123"),
        KeySpec("when", .condition, "run the step only if this is true, for example ${{ env.name == 'staging' }}"),
        KeySpec("continue_on_failure", .boolean, "true: a failure of this step does not end the workflow"),
    ]

    /// The keys that only some kinds of step can have.
    static let optionalStepKeys =
        [
            KeySpec("expect", .mapping(expectKeys), "what must be true of the response"),
            KeySpec("capture", .open(captureShape), "values of the exchange that later steps use"),
            KeySpec("timeout", .duration, "the deadline of one request and its response, for example 30s"),
            KeySpec(
                "poll", .mapping(pollKeys),
                "repeat the step until its expectations hold; only for a step that only reads"),
            KeySpec("retry", .mapping(retryKeys), "try again if it is certain that nothing was sent"),
            KeySpec("auth", .mapping(authKeys), "sign wrongly on purpose, to test that the API refuses it"),
            KeySpec("allow_invalid", .boolean, "true: send missing and ill-formed parameters as written"),
            KeySpec(
                "contract", .choice(ContractMode.allCases.map(\.rawValue)),
                "how an undocumented answer counts: as a failure (strict), as a warning (warn) or not at all (off)"),
            KeySpec("undocumented", .list(.text), "paths into the body that the API does not document yet"),
            KeySpec("with", .open(.anything), "values for the variables of the workflow that is used"),
        ] + effectKeys

    static let stepKeys =
        StepKind.all.map { KeySpec($0.name, $0.shape, $0.summary) } + commonStepKeys + optionalStepKeys

    /// Reads one step, and adds its captures to the names that later steps may use.
    mutating func step(_ node: YAMLNode) -> Step? {
        guard let mapping = mapping(node, keys: Self.stepKeys, subject: "a step") else {
            // Steps that refer to this one are not reported too.
            if let id = node.id { names.addUnknownStep(id) }
            return nil
        }
        outerMappings.append(OuterMapping(name: "the step", keys: Self.stepKeys, range: node.range))
        defer { outerMappings.removeLast() }
        let id = mapping["id"].flatMap { stepID($0) }
        let kinds = mapping.all.filter { entry in StepKind.all.contains { $0.name == entry.key.value } }
        if kinds.count > 1 || kinds.isEmpty && !hasMisspeltKind(mapping) {
            report(.wrongNumberOfKinds(kinds.map(\.key), at: node.range))
        }
        guard let entry = kinds.first, let kind = StepKind.all.first(where: { $0.name == entry.key.value }) else {
            // Keep the captures of a broken step, so that the steps that use them are not reported too.
            if let id { names.addStep(id.value, captures: captureNames(mapping)) }
            return nil
        }
        rejectMeaninglessKeys(mapping, beside: kind)
        let step = decode(mapping, kind: kind, entry: entry, id: id)
        if let id {
            if let step {
                names.addStep(id.value, captures: provided(by: step))
                if case .use(let use) = step.action { names.usedWorkflows[id.value] = use.path.value }
            } else if kind.name == "use" {
                names.addUnknownStep(id.value)
            } else {
                names.addStep(id.value, captures: captureNames(mapping))
            }
        }
        return step
    }

    /// Whether a kind is misspelt: it is reported as an unknown key, and not also as a missing kind.
    private func hasMisspeltKind(_ mapping: DecodedMapping) -> Bool {
        guard !hasManyDiagnostics else { return false }
        let names = Self.stepKeys.map(\.name)
        let kinds = StepKind.all.map(\.name)
        return mapping.all.contains {
            Operation.named($0.key.value) != nil || likelyKey($0.key.value, among: names).map(kinds.contains) ?? false
        }
    }

    private mutating func decode(
        _ mapping: DecodedMapping, kind: StepKind, entry: YAMLEntry, id: Located<String>?
    ) -> Step? {
        let name = mapping["name"].flatMap { plainText($0) }
        let testID = mapping["test_id"].flatMap { plainText($0) }
        let (condition, referencesOfCondition) = recordingReferences { context in
            mapping["when"].flatMap { context.condition($0) }
        }
        let continues = mapping["continue_on_failure"].flatMap { boolean($0) } ?? false
        let timeout = mapping["timeout"].flatMap { duration($0) }
        let allowsInvalid = mapping["allow_invalid"].flatMap { boolean($0) } ?? false
        let ((action, expect), references) = recordingReferences { context in
            let stated = kind.options.contains("effect") ? context.statedEffect(mapping) : nil
            let options = StepOptions(
                allowsInvalid: allowsInvalid, stated: stated, hasArguments: mapping["with"] != nil)
            var action = kind.decode(entry, options, &context)
            if case .use(let use)? = action { action = .use(context.arguments(mapping["with"], for: use)) }
            return (action, mapping["expect"].map { (entry: $0, stated: context.expectations($0)) })
        }
        let request: RequestTemplate? = if case .request(let request)? = action { request } else { nil }
        let repetition = repetition(mapping, request: request)
        let signing = mapping["auth"].flatMap { signingChanges($0) }
        let captures = mapping["capture"].map { self.captures($0) } ?? []
        if !captures.isEmpty, id == nil, kind.options.contains("capture"), let capture = mapping["capture"] {
            report(
                .captureWithoutID, "no later step can read what this step captures", at: capture.key.range,
                help: "give the step an 'id'")
        }
        let contract = mapping["contract"].flatMap { contractMode($0) }
        let undocumented = mapping["undocumented"].map { texts($0, of: "paths into the body") } ?? []
        guard let action else { return nil }
        let endpoint = request?.operation
        if endpoint == nil { rejectContract(mapping, expect?.stated) }
        var expectations: [Expectation] = []
        var lateDefaults: [Expectation] = []
        if kind.options.contains("expect") {
            let range = entry.key.range
            let defaults =
                expect.map { $0.stated.defaults(at: range, of: endpoint) }
                ?? Expectation.defaults(at: range, of: endpoint)
            let isDocumented = endpoint != nil || expect == nil
            let ofUndocumented = isDocumented ? [] : expect?.stated.defaultsOfUndocumented(at: range) ?? []
            expectations = (isDocumented ? defaults : ofUndocumented) + (expect?.stated.expectations ?? [])
            if !isDocumented { lateDefaults = defaults.filter { ofUndocumented.isEmpty || !$0.subject.isHTTP } }
            check(&expectations, captures, of: endpoint, undocumented: undocumented)
            if case .poll(_, _, let end)? = repetition {
                var end = end
                check(&end, [], of: endpoint, undocumented: undocumented)
            }
        }
        return Step(
            id: id, name: name, testID: testID, kind: entry.key, action: action, condition: condition,
            continuesOnFailure: continues,
            expectations: expectations, lateDefaults: lateDefaults, endpoint: endpoint, contract: contract,
            captures: captures, timeout: timeout,
            repetition: repetition, signing: signing,
            referencedSteps: referencesOfCondition.steps.merging(references.steps) { first, _ in first },
            neededCaptures: references.captures, capturesOfCondition: referencesOfCondition.captures)
    }

    /// The names that later steps can read from a step.
    private func provided(by step: Step) -> [String] {
        if case .use(let use) = step.action { return use.workflow.outputs.map(\.name.value) }
        return step.captures.map(\.name)
    }

    private func captureNames(_ mapping: DecodedMapping) -> [String] {
        mapping["capture"]?.value.mapping?.map(\.key.value) ?? []
    }

    private mutating func rejectMeaninglessKeys(_ mapping: DecodedMapping, beside kind: StepKind) {
        for entry in mapping.all where !kind.options.contains(entry.key.value) {
            guard Self.optionalStepKeys.contains(where: { $0.name == entry.key.value }) else { continue }
            report(
                .meaninglessKey, "'\(entry.key.value)' has no meaning beside '\(kind.name)'", at: entry.key.range,
                help: kind.name == StepKind.call.name && entry.key.value == "with" ? "move it into 'call'" : "remove it"
            )
        }
    }

    private mutating func stepID(_ entry: YAMLEntry) -> Located<String>? {
        guard let id = plainText(entry) else { return nil }
        guard isIdentifier(id.value) else { return reject(.invalidID(id)) }
        return id
    }
}

extension YAMLNode {
    /// The id of a step that has not been decoded yet.
    var id: String? { mapping?.first { $0.key.value == "id" }?.value.scalar?.text }
}

/// Whether expressions can use the name: letters, digits, `_` and `-`, not starting with a digit or `-`.
func isIdentifier(_ text: String) -> Bool {
    func isStart(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte == UInt8(ascii: "_")
    }
    guard let first = text.utf8.first, isStart(first) else { return false }
    return text.utf8.allSatisfy {
        isStart($0) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "-")
    }
}

extension Diagnostic {
    fileprivate static func wrongNumberOfKinds(
        _ kinds: [Located<String>], at range: SourceRange
    ) -> Diagnostic {
        let names = StepKind.all.map(\.name)
        guard let second = kinds.dropFirst().first else {
            return .error(
                .missingStepKind, "this step does nothing", at: SourceRange(file: range.file, at: range.start),
                help: "add one of: \(names.joined(separator: ", "))")
        }
        return .error(
            .twoStepKinds, "a step does one thing, and this is its second", at: second.range,
            help: "make it a step of its own", notes: [Note("the first is here", at: kinds[0].range)])
    }

    static func invalidID(_ id: Located<String>) -> Diagnostic {
        .error(
            .invalidName, "'\(id.value)' cannot be a name that expressions use", at: id.range,
            help: "use letters, digits, '_' and '-', starting with a letter")
    }
}
