import JSON
import Source
import YAML

/// YAML 1.2's core schema, for values whose type is open.
///
/// A plain scalar that other YAML readers take for something else (`yes`, `012`, `12:30`) is text here; it is
/// reported as ambiguous, so that the author can quote it.
package enum CoreSchema {
    /// The value that YAML 1.2 gives a scalar. `isAmbiguous` where YAML 1.1 gives it another.
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

    /// The value of a text that is given from outside, where nobody can quote it. A whole number of ten digits and more is the
    /// name of something, such as a phone or a transaction, and stays a text.
    package static func value(ofArgument text: String) -> JSONValue {
        // An empty value and a tilde are text too: nobody means null by them.
        if text.isEmpty || text == "~" || text.utf8.count >= 10 && text.utf8.allSatisfy(isDigit) {
            return .string(text)
        }
        return value(of: YAMLScalar(text, style: .plain)).value
    }

    /// What YAML 1.1 readers take for a boolean or a number, and YAML 1.2 numbers that JSON cannot write.
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

extension DecodingContext {
    /// Reads a scalar of open type, with a warning where it is ambiguous.
    mutating func openScalar(_ scalar: YAMLScalar, at range: SourceRange) -> JSONValue {
        let (value, isAmbiguous) = CoreSchema.value(of: scalar)
        if isAmbiguous {
            report(.ambiguousScalar(scalar.text, at: range))
        }
        return value
    }
}

extension Diagnostic {
    fileprivate static func ambiguousScalar(_ text: String, at range: SourceRange) -> Diagnostic {
        .warning(
            .ambiguousScalar, "'\(text)' is taken as text; other YAML readers take it differently", at: range,
            help: "write \"\(text)\"")
    }
}
