/// A set of JSON types.
package struct JSONTypes: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The default one of option sets goes through generic code, at many times the cost.
    package init(arrayLiteral types: JSONTypes...) {
        rawValue = types.reduce(0) { $0 | $1.rawValue }
    }

    package static let null = JSONTypes(rawValue: 1)
    package static let boolean = JSONTypes(rawValue: 2)
    package static let number = JSONTypes(rawValue: 4)
    package static let string = JSONTypes(rawValue: 8)
    package static let array = JSONTypes(rawValue: 16)
    package static let object = JSONTypes(rawValue: 32)

    package static let any: JSONTypes = [.null, .boolean, .number, .string, .array, .object]

    /// The type of a value.
    package init(of value: JSONValue) {
        self =
            switch value {
            case .null: .null
            case .bool: .boolean
            case .number: .number
            case .string: .string
            case .array: .array
            case .object: .object
            }
    }

    private static let names: [(JSONTypes, String)] = [
        (.string, "a string"), (.number, "a number"), (.boolean, "true or false"), (.array, "a list"),
        (.object, "an object"), (.null, "null"),
    ]

    /// For messages: `a text or a list`.
    package var text: String {
        let parts = Self.names.filter { contains($0.0) }.map(\.1)
        guard parts.count > 1, let last = parts.last else { return parts.first ?? "nothing" }
        return "\(parts.dropLast().joined(separator: ", ")) or \(last)"
    }
}

extension JSONTypes {
    /// The type with a name of JSON Schema; empty if there is none.
    package static func named(_ name: String) -> JSONTypes {
        switch name {
        case "null": .null
        case "boolean": .boolean
        case "number": .number
        case "string": .string
        case "array": .array
        case "object": .object
        default: []
        }
    }
}
