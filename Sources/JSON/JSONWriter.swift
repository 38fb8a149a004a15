extension JSONValue {
    /// The value as JSON text on one line, without spaces; numbers as written.
    package var serialized: String {
        var text = TextBuffer()
        append(to: &text)
        return text.string
    }

    /// The value as JSON text for people: one line for each member and element, two spaces for each level.
    package var prettyPrinted: String {
        var text = TextBuffer()
        appendPretty(to: &text, indent: "\n")
        return text.string
    }

    private func appendPretty(to text: inout TextBuffer, indent: String) {
        let inner = indent + "  "
        switch self {
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() {
                text.append(index == 0 ? UInt8(ascii: "[") : UInt8(ascii: ","))
                text.append(inner)
                element.appendPretty(to: &text, indent: inner)
            }
            text.append(indent)
            text.append(UInt8(ascii: "]"))
        case .object(let object) where object.count > 0:
            for (index, member) in object.members.enumerated() {
                text.append(index == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
                text.append(inner)
                text.appendQuoted(member.name)
                text.append(": ")
                member.value.appendPretty(to: &text, indent: inner)
            }
            text.append(indent)
            text.append(UInt8(ascii: "}"))
        default: append(to: &text)
        }
    }

    func append(to text: inout TextBuffer) {
        switch self {
        case .null: text.append("null")
        case .bool(let value): text.append(value ? "true" : "false")
        case .number(let number):
            text.append(number.text)
        case .string(let string): text.appendQuoted(string)
        case .array(let elements):
            text.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                element.append(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let object):
            text.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                text.appendQuoted(member.name)
                text.append(UInt8(ascii: ":"))
                member.value.append(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }
}
