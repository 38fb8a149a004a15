import JSON

extension JSONValue {
    /// The value of a property; nil if this is no object, or has none of the name.
    subscript(name: String) -> JSONValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The elements that are not switched off, as Postman does it.
    var enabledElements: [JSONValue]? { elements?.filter { $0["disabled"] != .bool(true) } }

    var members: [JSONObject.Member] {
        if case .object(let object) = self { object.members } else { [] }
    }

    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// As a string; null is empty.
    var plainText: String { text ?? (self == .null ? "" : serialized) }

    /// The lines of a script, which is a list of lines or one string.
    var lines: [String] {
        let texts = elements?.compactMap(\.text) ?? [text].compactMap(\.self)
        return texts.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    }
}
