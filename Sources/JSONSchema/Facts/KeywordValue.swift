import JSON

/// Which values a keyword takes.
enum KeywordValue: Sendable {
    case schema, schemas, schemasByName, schemasByPattern
    case string, pattern, uri, uriReference, resourceURI, anchor
    case boolean, number, positiveNumber, count
    case types, names, namesByName, list, vocabularies, anything

    /// What the keyword takes if the value is something else; nil if the value is right.
    func expectation(ifNot value: JSONValue) -> String? { accepts(value) ? nil : description }

    private var description: String {
        switch self {
        case .schema: "a schema (an object or a boolean)"
        case .schemas: "a list of at least one schema"
        case .schemasByName: "an object with a schema for each name"
        case .schemasByPattern: "an object with a schema for each pattern"
        case .string: "a string"
        case .pattern: "a pattern as a string"
        case .uri: "a URI"
        case .uriReference, .resourceURI: "a URI or a relative reference"
        case .anchor: "a name that starts with a letter or '_', and goes on with letters, digits, '-', '.' and '_'"
        case .boolean: "true or false"
        case .number: "a number"
        case .positiveNumber: "a number greater than 0"
        case .count: "a whole number of at least 0"
        case .types: "one of \(SimpleType.namesInWords), or a list of them without repetition"
        case .names: "a list of strings without repetition"
        case .namesByName: "an object with a list of strings, without repetition, for each name"
        case .list: "a list"
        case .vocabularies: "an object with true or false for each URI of a vocabulary"
        case .anything: "any value"
        }
    }

    private func accepts(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.anything, _), (.boolean, .bool), (.number, .number), (.list, .array): true
        case (.string, .string), (.pattern, .string), (.uri, .string), (.uriReference, .string): true
        case (.resourceURI, .string): true
        case (.anchor, .string(let name)): KeywordValue.isAnchor(name)
        case (.positiveNumber, .number(let number)): number > JSONNumber(0)
        case (.count, .number(let number)): number.isInteger && number >= JSONNumber(0)
        // The schemas themselves are judged at their own places.
        case (.schema, .bool), (.schema, .object): true
        case (.schemas, .array(let schemas)): !schemas.isEmpty
        case (.schemasByName, .object), (.schemasByPattern, .object): true
        case (.types, .string(let name)): SimpleType(rawValue: name) != nil
        case (.types, .array(let names)):
            !names.isEmpty && KeywordValue.areDistinctStrings(names)
                && names.allSatisfy { SimpleType(rawValue: $0.writtenOut) != nil }
        case (.names, .array(let names)): KeywordValue.areDistinctStrings(names)
        case (.namesByName, .object(let object)):
            object.members.allSatisfy { KeywordValue.names.accepts($0.value) }
        case (.vocabularies, .object(let object)):
            object.members.allSatisfy { KeywordValue.boolean.accepts($0.value) }
        default: false
        }
    }

    private static func areDistinctStrings(_ values: [JSONValue]) -> Bool {
        var seen: Set<ExactString> = []
        return values.allSatisfy { value in
            guard case .string(let text) = value else { return false }
            return seen.insert(ExactString(text)).inserted
        }
    }

    static func isAnchor(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy {
            isLetter($0) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: ".")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte == UInt8(ascii: "_")
    }
}
