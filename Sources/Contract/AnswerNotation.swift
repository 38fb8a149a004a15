import JSON

/// Reads the content of an answer as the catalogue writes it: `data{tid amount:number list[{name}]} note?`.
///
/// A name alone is a text. After it: `?` if an answer can lack it, `:number` or `:number|text` for other types, `:any` if
/// its type is not documented, `{…}` for an object and `[…]` for a list. `-message` before the content says that the
/// envelope has no message.
struct AnswerNotation {
    private var rest: Substring.UTF8View

    /// The members that a content has, and whether the envelope has a message.
    static func content(_ text: String) -> (members: [AnswerShape.Member], hasMessage: Bool) {
        var notation = AnswerNotation(rest: text[...].utf8)
        let lacksMessage = notation.take("-message")
        return (notation.members(), !lacksMessage)
    }

    private mutating func members() -> [AnswerShape.Member] {
        var members: [AnswerShape.Member] = []
        while true {
            skipSpace()
            let name = name()
            guard !name.isEmpty else { return members }
            let isOptional = take("?")
            let shape = shape()
            members.append(isOptional ? .optional(name, shape) : .required(name, shape))
        }
    }

    /// What follows a name.
    private mutating func shape() -> AnswerShape {
        if take("{") {
            let members = members()
            _ = take("}")
            return AnswerShape([.object, .null], members: members)
        }
        if take("[") {
            let element = startsName ? AnswerShape.ofType(name()) : shape()
            skipSpace()
            _ = take("]")
            return AnswerShape([.array, .null], elements: [element])
        }
        guard take(":") else { return AnswerShape([.string, .null]) }
        var types: JSONTypes = .null
        repeat { types.formUnion(Self.types(name())) } while take("|")
        return AnswerShape(types)
    }

    private var startsName: Bool {
        guard let byte = rest.first else { return false }
        return Self.isOfName(byte)
    }

    fileprivate static func types(_ word: String) -> JSONTypes {
        switch word {
        case "number": .number
        case "boolean": .boolean
        case "any": AnswerShape.anything.types
        default: .string
        }
    }

    private mutating func name() -> String {
        let name = rest.prefix(while: Self.isOfName)
        rest = rest[name.endIndex...]
        return String(Substring(name))
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private mutating func skipSpace() { rest = rest.drop { $0 <= 0x20 } }

    private mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }
}

extension AnswerShape {
    /// A value of which nothing is documented.
    static let anything = AnswerShape([.string, .number, .boolean, .null, .object, .array])

    fileprivate static func ofType(_ word: String) -> AnswerShape {
        AnswerShape(AnswerNotation.types(word).union(.null))
    }
}
