extension JSONValue {
    /// The value as JSON text on one line, without spaces; numbers as written.
    package var serialized: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value as JSON text for people: one line for each member and element, two spaces for each level.
    package var prettyPrinted: String {
        var bytes: [UInt8] = []
        appendPretty(to: &bytes, indent: Array("\n".utf8))
        return String(decoding: bytes, as: UTF8.self)
    }

    private func appendPretty(to bytes: inout [UInt8], indent: [UInt8]) {
        let inner = indent + [UInt8(ascii: " "), UInt8(ascii: " ")]
        switch self {
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() {
                bytes.append(index == 0 ? UInt8(ascii: "[") : UInt8(ascii: ","))
                bytes += inner
                element.appendPretty(to: &bytes, indent: inner)
            }
            bytes += indent
            bytes.append(UInt8(ascii: "]"))
        case .object(let object) where object.count > 0:
            for (index, member) in object.members.enumerated() {
                bytes.append(index == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
                bytes += inner
                bytes.appendQuoted(member.name)
                bytes += ": ".utf8
                member.value.appendPretty(to: &bytes, indent: inner)
            }
            bytes += indent
            bytes.append(UInt8(ascii: "}"))
        default: append(to: &bytes)
        }
    }

    fileprivate func append(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .number(let number):
            bytes += number.text.utf8
        case .string(let string): bytes.appendQuoted(string)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.appendQuoted(member.name)
                bytes.append(UInt8(ascii: ":"))
                member.value.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}

/// Writes one JSON object as text, member by member, without building a `JSONValue`: for output of every step.
package struct JSONObjectWriter: Sendable {
    private var bytes: [UInt8] = []

    /// `capacity` is the expected size in bytes.
    package init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
        bytes.append(UInt8(ascii: "{"))
    }

    /// Adds a string member.
    package mutating func add(_ name: String, _ text: String) {
        addName(name)
        bytes.appendQuoted(text)
    }

    /// Adds a whole number member.
    package mutating func add(_ name: String, _ value: Int) {
        addName(name)
        bytes += String(value).utf8
    }

    /// Adds a member of any type.
    package mutating func add(_ name: String, _ value: JSONValue) {
        addName(name)
        value.append(to: &bytes)
    }

    /// Adds a number with at most three decimals.
    package mutating func add(_ name: String, thousandths: Int) {
        addName(name)
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1_000)
        bytes += String(whole).utf8
        guard rest > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        bytes.append(UInt8(ascii: "0") + UInt8(rest / 100))
        bytes.append(UInt8(ascii: "0") + UInt8(rest / 10 % 10))
        bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
    }

    /// Adds a value that is already JSON text.
    package mutating func add(_ name: String, json: String) {
        addName(name)
        bytes += json.utf8
    }

    /// Adds a list of values that are already JSON text.
    package mutating func add(_ name: String, json elements: [String]) {
        addList(name, elements) { $0 += $1.utf8 }
    }

    /// Adds a list of pairs of strings.
    package mutating func add(_ name: String, pairs: [(String, String)]) {
        addList(name, pairs) { bytes, pair in
            bytes.append(UInt8(ascii: "["))
            bytes.appendQuoted(pair.0)
            bytes.append(UInt8(ascii: ","))
            bytes.appendQuoted(pair.1)
            bytes.append(UInt8(ascii: "]"))
        }
    }

    /// Adds a list of strings.
    package mutating func add(_ name: String, _ texts: [String]) {
        addList(name, texts) { $0.appendQuoted($1) }
    }

    private mutating func addList<Element>(
        _ name: String, _ elements: [Element], _ append: (inout [UInt8], Element) -> Void
    ) {
        addName(name)
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(&bytes, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Ends the object, and returns its text.
    package consuming func finished() -> String {
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text so far, with the last value open: a list whose elements follow.
    package consuming func unfinished() -> String { String(decoding: bytes, as: UTF8.self) }

    private mutating func addName(_ name: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.appendQuoted(name)
        bytes.append(UInt8(ascii: ":"))
    }
}

extension [UInt8] {
    fileprivate mutating func appendQuoted(_ string: String) {
        append(UInt8(ascii: "\""))
        let isPlain: Void? = string.utf8.withContiguousStorageIfAvailable { appendEscaping($0) }
        if isPlain == nil { appendEscaping(Array(string.utf8)) }
        append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaping(_ text: some RandomAccessCollection<UInt8>) {
        guard text.contains(where: Self.isEscaped) else {
            append(contentsOf: text)
            return
        }
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): self += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): self += "\\n".utf8
            case UInt8(ascii: "\r"): self += "\\r".utf8
            case UInt8(ascii: "\t"): self += "\\t".utf8
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                self += "\\u00\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8
            default: append(byte)
            }
        }
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}
