import JSON

/// A type that `type` can name.
enum SimpleType: String, CaseIterable {
    case array, boolean, integer, null, number, object, string

    func includes(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.array, .array), (.boolean, .bool), (.null, .null), (.number, .number): true
        case (.object, .object), (.string, .string): true
        case (.integer, .number(let number)): number.isInteger
        default: false
        }
    }

    /// For messages: `a string`, `an array`, `null`.
    var nameWithArticle: String {
        switch self {
        case .null: rawValue
        case .array, .integer, .object: "an " + rawValue
        default: "a " + rawValue
        }
    }

    static var namesInWords: String { allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ") }
}
