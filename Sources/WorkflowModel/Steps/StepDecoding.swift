import JSON
import YAMLSource

extension DecodingContext {
    static let stepKeys: [KeySpec] =
        StepKind.all.map { KeySpec($0.name, $0.summary) } + [
            KeySpec("id", "the name by which later steps refer to this one"),
            KeySpec("name", "what the step is called in reports"),
            KeySpec("expect", "what must hold of the response"),
            KeySpec("capture", "values of the response that later steps use"),
            KeySpec("timeout", "the deadline of the exchange, such as 30s"),
            KeySpec("allow_invalid", "true: send missing and ill-formed parameters as written"),
        ]

    /// Reads one step, and adds what it captures to the names that later steps may use.
    mutating func step(_ node: YAMLNode) -> Step? {
        guard let mapping = mapping(node, keys: Self.stepKeys, subject: "a step") else { return nil }
        let id = mapping["id"].flatMap { stepID($0) }
        let name = mapping["name"].flatMap { plainText($0) }
        let timeout = mapping["timeout"].flatMap { duration($0) }
        let options = StepOptions(allowsInvalid: mapping["allow_invalid"].flatMap { boolean($0) } ?? false)
        let kinds = mapping.all.filter { entry in StepKind.all.contains { $0.name == entry.key.value } }
        if kinds.count != 1 {
            report(.wrongNumberOfKinds(kinds.map(\.key), at: node.range))
        }
        let request = kinds.first.flatMap { entry in
            StepKind.all.first { $0.name == entry.key.value }?.decode(entry, options, &self)
        }
        let expectations = mapping["expect"].map { self.expectations($0) }
        let captures = mapping["capture"].map { self.captures($0) } ?? []
        if !captures.isEmpty, id == nil, let capture = mapping["capture"] {
            report(.captureWithoutID(at: capture.key.range))
        }
        if let id { names.addStep(id.value, captures: captures.map(\.name)) }
        guard let request, let kind = kinds.first?.key else { return nil }
        return Step(
            id: id, name: name, kind: kind, request: request,
            expectations: expectations ?? Self.defaultExpectations(at: kind.range), captures: captures, timeout: timeout
        )
    }

    private mutating func stepID(_ entry: YAMLEntry) -> Located<String>? {
        guard let id = plainText(entry) else { return nil }
        guard isIdentifier(id.value) else {
            report(.invalidID(id))
            return nil
        }
        return id
    }

    private mutating func captures(_ entry: YAMLEntry) -> [Capture] {
        openMapping(entry, of: "names and paths into the body").compactMap { capture in
            guard isIdentifier(capture.key.value) else {
                report(.invalidID(capture.key))
                return nil
            }
            guard let path = plainText(capture).flatMap({ bodyPath($0) }) else { return nil }
            return Capture(name: capture.key.value, path: path, range: capture.value.range)
        }
    }
}

/// What an expression can refer to: letters, digits, `_` and `-`, not starting with a digit or `-`.
func isIdentifier(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first == "_" || first.properties.isAlphabetic && first.isASCII else {
        return false
    }
    return text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789_-".unicodeScalars.contains($0))
    }
}

extension Diagnostic {
    fileprivate static func wrongNumberOfKinds(_ kinds: [Located<String>], at range: SourceRange) -> Diagnostic {
        let names = StepKind.all.map(\.name).joined(separator: ", ")
        guard let second = kinds.dropFirst().first else {
            return .error(
                "missing_step_kind", "this step does nothing", at: SourceRange(file: range.file, at: range.start),
                suggestion: "add one of: \(names)")
        }
        return .error(
            "two_step_kinds", "a step does one thing, and this is its second", at: second.range,
            suggestion: "make it a step of its own", notes: [Note("the first is here", at: kinds[0].range)])
    }

    fileprivate static func captureWithoutID(at range: SourceRange) -> Diagnostic {
        .error(
            "capture_without_id", "what this step captures could not be referred to", at: range,
            suggestion: "give the step an 'id'")
    }

    static func invalidID(_ id: Located<String>) -> Diagnostic {
        .error(
            "invalid_name", "'\(id.value)' cannot be referred to", at: id.range,
            suggestion: "use letters, digits, '_' and '-', starting with a letter")
    }
}
