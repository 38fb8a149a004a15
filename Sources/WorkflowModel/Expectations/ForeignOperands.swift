import JSON
import Source
import YAML

/// Expected values as other tools write them. They are valid here, but mean something else.
extension DecodingContext {
    mutating func checkForeignOperands(_ entry: YAMLEntry) {
        guard let operators = entry.value.mapping else {
            return checkExpectedText(entry.value)
        }
        for operand in operators {
            switch operand.key.value {
            case "matches": checkPattern(operand.value)
            case "equals", "not_equals", "starts_with", "ends_with", "contains": checkExpectedText(operand.value)
            case "not", "each", "any": checkForeignOperands(operand)
            case "all_of", "any_of":
                for node in operand.value.sequence ?? [] {
                    checkForeignOperands(YAMLEntry(key: operand.key, value: node))
                }
            default: break
            }
        }
    }

    private mutating func checkExpectedText(_ node: YAMLNode) {
        guard let scalar = node.scalar else { return }
        // Most texts start with none of its signs.
        if let first = scalar.text.utf8.first(where: { $0 != UInt8(ascii: " ") }), "=!<>~≥≤≠".utf8.contains(first),
            let comparison = ComparisonInText(scalar.text)
        {
            report(
                .warning(
                    .ambiguousScalar, "'\(scalar.text)' is compared as a string, with its '\(comparison.sign)'",
                    at: node.range, help: "write \(comparison.replacement)"))
        }
        if let sign = scalar.signOfBlock, scalar.text.hasSuffix("\n") {
            report(
                .warning(
                    .ambiguousScalar, "this value ends with a line break",
                    at: SourceRange(file: node.range.file, at: node.range.start),
                    help: "write '\(sign)-' to leave it out")
            )
        }
    }

    private mutating func checkPattern(_ node: YAMLNode) {
        guard let scalar = node.scalar, let pattern = PatternInSlashes(scalar.text) else { return }
        let help = "write '\(pattern.replacement.replacing("'", with: "''"))'"
        if pattern.isNeverFound {
            report(
                .invalidPattern, "the slashes are a part of the pattern, which is then never found", at: node.range,
                help: help)
        } else if pattern.hasFlags {
            report(
                .warning(
                    .invalidPattern, "the slashes, and the letters after them, are a part of the pattern",
                    at: node.range, help: help))
        }
    }
}

/// A comparison that is written as text, such as `== 0` or `< 300`.
struct ComparisonInText {
    let sign: String
    /// What to write instead.
    let replacement: String

    /// Nil if what follows the sign is not a value: `<html>` is text.
    init?(_ text: String) {
        let operators = [
            "===": "", "==": "", "!==": "not_equals", "!=": "not_equals", ">=": "gte", "<=": "lte", "=": "", ">": "gt",
            "<": "lt",
        ]
        let sign = String(text.prefix { "=!<>".contains($0) })
        guard let name = operators[sign] else { return nil }
        let value = String(text.dropFirst(sign.count).drop { $0 == " " })
        let isQuoted = ["\"", "'"].contains { value.count > 1 && value.hasPrefix($0) && value.hasSuffix($0) }
        if case .string = CoreSchema.value(of: YAMLScalar(value, style: .plain)).value, !isQuoted { return nil }
        if value.isEmpty { return nil }
        self.sign = sign
        replacement = name.isEmpty ? value : "{ \(name): \(value) }"
    }
}

/// A pattern as JavaScript writes it: `/^\d+$/i`.
private struct PatternInSlashes {
    private let inner: Substring
    private let flags: Substring

    init?(_ text: String) {
        guard text.hasPrefix("/"), let end = text.lastIndex(of: "/"), text.distance(from: text.startIndex, to: end) > 1
        else { return nil }
        inner = text[text.index(after: text.startIndex)..<end]
        flags = text[text.index(after: end)...]
        guard flags.allSatisfy({ "dgimsuvy".contains($0) }) else { return nil }
    }

    var hasFlags: Bool { !flags.isEmpty }

    /// Whether an anchor is between the slashes: nothing is before a start or after an end.
    var isNeverFound: Bool { inner.hasPrefix("^") || inner.hasSuffix("$") && !inner.hasSuffix("\\$") }

    var replacement: String { (flags.contains("i") ? "(?i)" : "") + inner.replacing("\\/", with: "/") }
}

extension YAMLScalar {
    /// The sign of a text of several lines; nil if the text is written otherwise.
    fileprivate var signOfBlock: String? {
        switch style {
        case .literal: "|"
        case .folded: ">"
        default: nil
        }
    }
}
