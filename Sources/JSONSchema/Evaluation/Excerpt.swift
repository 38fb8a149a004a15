import JSON

/// Values in messages: as JSON, cut to a length that a line can hold.
enum Excerpt {
    private static let maximumLength = 80

    /// A value as JSON.
    static func of(_ value: JSONValue) -> String { cut(shortened(value).serialized) }

    /// A name in quotes.
    static func quoted(_ name: String) -> String {
        "'\(cut(String(shortened(.string(name)).serialized.dropFirst().dropLast())))'"
    }

    static func cut(_ text: String) -> String {
        guard text.unicodeScalars.count > maximumLength else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(maximumLength))) + "…"
    }

    /// Leaves out what would be cut off anyway, so that a large value is not written in full.
    private static func shortened(_ value: JSONValue) -> JSONValue {
        // Each value that is kept has at least one character.
        var remaining = maximumLength + 1
        return shortened(value, &remaining)
    }

    private static func shortened(_ value: JSONValue, _ remaining: inout Int) -> JSONValue {
        remaining -= 1
        switch value {
        case .string(let text):
            return .string(String(String.UnicodeScalarView(text.unicodeScalars.prefix(maximumLength + 1))))
        case .array(let elements):
            var kept: [JSONValue] = []
            for element in elements.prefix(remaining) where remaining > 0 {
                kept.append(shortened(element, &remaining))
            }
            return .array(kept)
        case .object(let object):
            var kept = JSONObject()
            for member in object.members.prefix(remaining) where remaining > 0 {
                kept.append(member.name, shortened(member.value, &remaining))
            }
            return .object(kept)
        default: return value
        }
    }
}
