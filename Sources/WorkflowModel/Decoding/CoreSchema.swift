import JSON
import Source
import YAML

/// The core schema of YAML 1.2, for fields that accept a value of any type.
///
/// A plain scalar that other YAML readers read as another type (`yes`, `012`, `12:30`) is a string here. It is
/// reported as ambiguous, so that the author can quote it.
package enum CoreSchema {
    /// The value of a scalar in YAML 1.2. `isAmbiguous` is true if YAML 1.1 reads another value.
    package static func value(of scalar: YAMLScalar) -> (value: JSONValue, isAmbiguous: Bool) {
        guard scalar.style == .plain else { return (.string(scalar.text), false) }
        switch scalar.text {
        case "", "~", "null", "Null", "NULL": return (.null, false)
        case "true", "True", "TRUE": return (.bool(true), false)
        case "false", "False", "FALSE": return (.bool(false), false)
        default:
            if let number = JSONNumber(scalar.text) { return (.number(number), false) }
            return (.string(scalar.text), looksLikeAnotherType(scalar.text))
        }
    }

    /// Whether YAML 1.1 reads it as a boolean or a number, or YAML 1.2 as a number that JSON cannot write.
    private static func looksLikeAnotherType(_ text: String) -> Bool {
        switch text.lowercased() {
        case "yes", "no", "on", "off", "y", "n", ".inf", "-.inf", "+.inf", ".nan": return true
        default: break
        }
        let body =
            text.utf8.first == UInt8(ascii: "+") || text.utf8.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        guard let first = body.utf8.first, isDigit(first) || first == UInt8(ascii: ".") else { return false }
        if body.hasPrefix("0x") || body.hasPrefix("0o") { return true }
        let isNumberLike = body.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ":") }
        let isDecimal = body.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
        let points = body.utf8.count { $0 == UInt8(ascii: ".") }
        return isNumberLike || isDecimal && points <= 1 && body.utf8.contains(where: isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9")
    }
}

extension JSONValue {
    /// The value of a node without expressions.
    package init(plain node: YAMLNode) {
        self =
            switch node.content {
            case .scalar(let scalar): CoreSchema.value(of: scalar).value
            case .sequence(let nodes): .array(nodes.map { JSONValue(plain: $0) })
            case .mapping(let entries):
                .object(JSONObject(entries.map { (name: $0.key.value, value: JSONValue(plain: $0.value)) }))
            }
    }
}

extension DecodingContext {
    /// Reads a scalar of any type; warns if it is ambiguous.
    mutating func openScalar(_ scalar: YAMLScalar, at range: SourceRange) -> JSONValue {
        let (value, isAmbiguous) = CoreSchema.value(of: scalar)
        warnOfLookAlikes(scalar, at: range)
        if isAmbiguous {
            let truth = scalar.truthOfYAML11.map { ", or \($0) if that is meant" } ?? ""
            report(
                .warning(
                    .ambiguousScalar, "'\(scalar.text)' is read as a string; other YAML readers read it differently",
                    at: range, help: "write \"\(scalar.text)\"\(truth)"))
        } else if let bare = scalar.valueBeforeComma {
            report(
                .warning(
                    .ambiguousScalar, "'\(scalar.text)' is read as a string, with its comma", at: range,
                    help: "write \(bare)"))
        }
        return value
    }
}

extension YAMLScalar {
    /// The boolean that YAML 1.1 reads; nil if it reads none.
    var truthOfYAML11: Bool? {
        switch text.lowercased() {
        case "yes", "on", "y": true
        case "no", "off", "n": false
        default: nil
        }
    }

    /// `0` of `0,`: a number, a boolean or null, with the comma that JSON would have. Nil if it is anything else.
    fileprivate var valueBeforeComma: String? {
        guard style == .plain, text.hasSuffix(","), text.count > 1 else { return nil }
        let bare = String(text.dropLast())
        if case .string = CoreSchema.value(of: YAMLScalar(bare, style: .plain)).value { return nil }
        return bare
    }
}
