extension JSONValue {
    /// The value as JSON text on one line, without spaces; numbers as they were written.
    package var serialized: String {
        var text = ""
        append(to: &text)
        return text
    }

    /// The value as JSON text for people: a line for each member and element, two spaces a level.
    package var prettyPrinted: String {
        var text = ""
        appendPretty(to: &text, indent: "\n")
        return text
    }

    private func appendPretty(to text: inout String, indent: String) {
        let inner = indent + "  "
        switch self {
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() {
                text += (index == 0 ? "[" : ",") + inner
                element.appendPretty(to: &text, indent: inner)
            }
            text += indent + "]"
        case .object(let object) where object.count > 0:
            for (index, member) in object.members.enumerated() {
                text += (index == 0 ? "{" : ",") + inner
                JSONValue.appendQuoted(member.name, to: &text)
                text += ": "
                member.value.appendPretty(to: &text, indent: inner)
            }
            text += indent + "}"
        default: append(to: &text)
        }
    }

    private func append(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let number): text += number.text
        case .string(let string): JSONValue.appendQuoted(string, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.append(to: &text)
            }
            text += "]"
        case .object(let object):
            text += "{"
            for (index, member) in object.members.enumerated() {
                if index > 0 { text += "," }
                JSONValue.appendQuoted(member.name, to: &text)
                text += ":"
                member.value.append(to: &text)
            }
            text += "}"
        }
    }

    private static func appendQuoted(_ string: String, to text: inout String) {
        text += "\""
        if !needsEscapes(string) {
            text += string
        } else {
            for scalar in string.unicodeScalars { appendEscaped(scalar, to: &text) }
        }
        text += "\""
    }

    private static func needsEscapes(_ string: String) -> Bool {
        func isEscaped(_ byte: UInt8) -> Bool {
            byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        }
        // On the text's own storage: a view's iterator costs several times as much.
        return string.utf8.withContiguousStorageIfAvailable { $0.contains(where: isEscaped) }
            ?? string.utf8.contains(where: isEscaped)
    }

    private static func appendEscaped(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case "\u{0}"..<" ":
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: text.unicodeScalars.append(scalar)
        }
    }
}
