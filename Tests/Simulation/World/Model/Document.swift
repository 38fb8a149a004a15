/// A JSON document, read by the model's own reader.
indirect enum Document {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([Document])
    case object([String: Document])

    /// Nil if the bytes are not one whole document.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var reader = DocumentReader(bytes: bytes)
        guard let document = reader.value(), reader.isAtEnd else { return nil }
        self = document
    }

    subscript(_ name: String) -> Document? { if case .object(let members) = self { members[name] } else { nil } }
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var list: [Document] { if case .list(let list) = self { list } else { [] } }
    var number: Int? { if case .number(let number) = self { Int(number) } else { nil } }
}

private struct DocumentReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var place = 0

    var isAtEnd: Bool {
        mutating get {
            skip()
            return place == bytes.count
        }
    }

    mutating func skip() { while place < bytes.count, [32, 9, 10, 13].contains(bytes[place]) { place += 1 } }

    mutating func take(_ byte: Character) -> Bool {
        skip()
        guard place < bytes.count, bytes[place] == byte.asciiValue else { return false }
        place += 1
        return true
    }

    mutating func value() -> Document? {
        skip()
        guard place < bytes.count else { return nil }
        switch Character(UnicodeScalar(bytes[place])) {
        case "{": return object()
        case "[": return list()
        case "\"": return string().map { .text($0) }
        case "t": return word("true", .bool(true))
        case "f": return word("false", .bool(false))
        case "n": return word("null", .null)
        default:
            let start = place
            while place < bytes.count, "+-.0123456789eE".utf8.contains(bytes[place]) { place += 1 }
            return Double(String(decoding: bytes[start..<place], as: UTF8.self)).map { .number($0) }
        }
    }

    private mutating func word(_ text: String, _ document: Document) -> Document? {
        guard bytes[place...].starts(with: text.utf8) else { return nil }
        place += text.utf8.count
        return document
    }

    private mutating func string() -> String? {
        place += 1
        var text: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            // What is escaped is not looked at.
            if byte == UInt8(ascii: "\\") { place += 1 } else { text.append(byte) }
        }
        return nil
    }

    private mutating func list() -> Document? {
        place += 1
        var elements: [Document] = []
        if take("]") { return .list([]) }
        while true {
            guard let element = value() else { return nil }
            elements.append(element)
            if take("]") { return .list(elements) }
            guard take(",") else { return nil }
        }
    }

    private mutating func object() -> Document? {
        place += 1
        var members: [String: Document] = [:]
        if take("}") { return .object([:]) }
        while true {
            skip()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\""), let name = string(), take(":"),
                let member = value()
            else { return nil }
            members[name] = member
            if take("}") { return .object(members) }
            guard take(",") else { return nil }
        }
    }
}
