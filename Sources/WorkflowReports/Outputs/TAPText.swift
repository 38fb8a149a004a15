import JSON

/// Text of somebody else in TAP 14, which is a log too.
enum TAPText {
    /// A description is one line, in which `#` would start a directive.
    static func description(_ text: String) -> String {
        LogText.line(text).replacing("\\", with: "\\\\").replacing("#", with: "\\#")
    }

    /// A YAML string in double quotes, as JSON writes it.
    static func quoted(_ text: String) -> String { JSONText.inert(JSONValue.string(text).serialized) }
}
