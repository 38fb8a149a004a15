import Source
import YAML

/// A mapping around the one that is being read. Its keys are often written at the wrong level.
struct OuterMapping: Sendable {
    /// As messages name it: `the step`.
    let name: String
    let keys: [KeySpec]
    let range: SourceRange
}

extension DecodingContext {
    /// The problem of an unknown key that is known at another level, above or below; nil if it is not known there.
    func misplacedKey(
        _ key: Located<String>, among entries: [YAMLEntry], keys: [KeySpec], subject: String
    ) -> Diagnostic? {
        // In a workflow, a key of a step stands at the level of 'steps'.
        if DecodingContext.stepKeys.contains(where: { $0.name == key.value }), keys.contains(where: \.holdsSteps) {
            return .stepKeyOutside(key, steps: entries.first { $0.key.value == "steps" }?.value, subject: subject)
        }
        let kinds = StepKind.all.map(\.name)
        let hasKind = entries.contains { kinds.contains($0.key.value) }
        let owners = keys.filter { owner in
            // A step has one kind: the key does not belong to another.
            owner.shape.hasKey(key.value)
                && (!hasKind || !kinds.contains(owner.name) || entries.contains { $0.key.value == owner.name })
        }
        let present = owners.filter { owner in entries.contains { $0.key.value == owner.name } }
        if !present.isEmpty || owners.count == 1 {
            let owner = present.first ?? owners[0]
            return .innerKeyOutside(
                key, owners: present.isEmpty ? owners : present,
                value: entries.first { $0.key.value == owner.name }?.value, subject: subject)
        }
        if let outer = outerMappings.last(where: { outer in outer.keys.contains { $0.name == key.value } }) {
            return .outerKeyInside(key, outer: outer, subject: subject)
        }
        guard keys.contains(where: \.holdsSteps), Environment.keys.contains(where: { $0.name == key.value }) else {
            return nil
        }
        return .error(
            .unknownKey, "'\(key.value)' belongs to an environment, not to \(subject)", at: key.range,
            help: "write it in environments/NAME.yml")
    }

    /// The problem of a key beside the blank key that it belongs to, a beginner's mistake; nil if there is none. It is reported
    /// alone, because the blank key would be an error too.
    func keyBesideBlankOwner(_ entries: [YAMLEntry], keys: [KeySpec]) -> Diagnostic? {
        for owner in entries where owner.value.isBlank {
            guard let shape = keys.first(where: { $0.name == owner.key.value })?.shape else { continue }
            let misplaced = entries.first { entry in
                shape.hasKey(entry.key.value) && !keys.contains { $0.name == entry.key.value }
            }
            guard let misplaced else { continue }
            return .error(
                .wrongIndentation, "'\(misplaced.key.value)' belongs under '\(owner.key.value)', but is next to it",
                at: misplaced.key.range, help: "indent it by two more spaces")
        }
        return nil
    }
}

extension KeySpec {
    /// Whether its value is a list of steps.
    var holdsSteps: Bool {
        if case .list(.named("step"), _, _) = shape { true } else { false }
    }
}

extension ValueShape {
    /// Whether a mapping of this shape can have the key.
    func hasKey(_ name: String) -> Bool {
        switch self {
        case .mapping(let keys, _): keys.contains { $0.name == name }
        case .oneOf(let shapes): shapes.contains { $0.hasKey(name) }
        default: false
        }
    }
}

extension SourceRange {
    /// Whether only spaces and dashes are before it in its line, as before a key outside of `{ }`.
    var isFirstInLine: Bool {
        file.scalars(ofLine: start.line).prefix(start.column - 1).allSatisfy { $0 == " " || $0 == "-" }
    }

    /// Whether the collection at this place is written with `{ }` or `[ ]`.
    var opensBracket: Bool {
        let first = file.scalars(ofLine: start.line).dropFirst(start.column - 1).first
        return first == "{" || first == "["
    }
}

extension Diagnostic {
    /// `expect` inside of `send_otp`.
    fileprivate static func outerKeyInside(
        _ key: Located<String>, outer: OuterMapping, subject: String
    ) -> Diagnostic {
        let spaces = key.range.start.column - outer.range.start.column
        let isBlock = key.range.isFirstInLine && !outer.range.opensBracket && spaces > 0
        return .error(
            isBlock ? .wrongIndentation : .unknownKey, "'\(key.value)' belongs to \(outer.name), not to \(subject)",
            at: key.range, help: isBlock ? "indent it by \(words(spaces)) less" : "move it out of the '{ }'")
    }

    /// `developer_key` outside of `credentials`. `value` is the value of the first of the owners; nil if it is not given.
    fileprivate static func innerKeyOutside(
        _ key: Located<String>, owners: [KeySpec], value: YAMLNode?, subject: String
    ) -> Diagnostic {
        let names = owners.map { "'\($0.name)'" }.joined(separator: " or ")
        let help =
            switch value {
            case nil: "write \(owners[0].name): { \(key.value): … }"
            case let value? where value.mapping != nil && !value.range.opensBracket:
                "move it below '\(owners[0].name):', indented as the keys there"
            case _?: "move it into the '{ }' of '\(owners[0].name)'"
            }
        return .error(
            .unknownKey, "'\(key.value)' belongs to \(names), not to \(subject)", at: key.range, help: help)
    }

    /// A key of a step at the level of `steps`.
    fileprivate static func stepKeyOutside(
        _ key: Located<String>, steps: YAMLNode?, subject: String
    ) -> Diagnostic {
        let message = "'\(key.value)' belongs to a step, not to \(subject)"
        if StepKind.all.contains(where: { $0.name == key.value }) {
            return .error(.unknownKey, message, at: key.range, help: "write '- \(key.value): …' below 'steps:'")
        }
        guard let step = steps?.sequence?.last, step.mapping != nil, !step.range.opensBracket,
            case let spaces = step.range.start.column - key.range.start.column, spaces > 0
        else { return .error(.unknownKey, message, at: key.range, help: "write it in a step, below 'steps:'") }
        return .error(
            .wrongIndentation, message, at: key.range, help: "indent it by \(words(spaces)), as the keys of its step")
    }

    private static func words(_ spaces: Int) -> String { spaces == 1 ? "one space" : "\(spaces) spaces" }
}
