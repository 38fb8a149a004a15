import JSON

/// The type that a declaration gives a value which comes as text, from CSV, an environment variable or `--var`.
package enum DeclaredType: String, CaseIterable, Sendable {
    case string, number, boolean

    /// The type of a value that a file states; nil if it is none of these.
    package init?(of value: JSONValue) {
        switch value {
        case .string: self = .string
        case .number: self = .number
        case .bool: self = .boolean
        case .null, .array, .object: return nil
        }
    }

    /// The value that a text, or a value of its own type, stands for; nil if it stands for none.
    package func value(of value: JSONValue) -> JSONValue? {
        switch (self, value) {
        case (.string, .null), (.string, .array), (.string, .object): nil
        case (.string, _): .string(value.writtenOut)
        case (.number, .number), (.boolean, .bool): value
        case (.number, .string(let text)): JSONNumber(text).map { .number($0) }
        case (.boolean, .string("true")): true
        case (.boolean, .string("false")): false
        default: nil
        }
    }

    /// For messages: `a number`.
    package var words: String {
        switch self {
        case .string: "a string"
        case .number: "a number"
        case .boolean: "true or false"
        }
    }

    static let words = allCases.map(\.rawValue)
    static let foreignWords = [
        "text": "string", "str": "string", "int": "number", "integer": "number", "float": "number", "bool": "boolean",
    ]
}
