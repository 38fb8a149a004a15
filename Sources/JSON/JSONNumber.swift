/// A JSON number. It keeps its text as written, and compares by its exact value.
package struct JSONNumber: Sendable {
    /// The digits as written, such as `1.10`.
    package let text: String

    /// Nil unless the text is a number of RFC 8259, section 6.
    package init?(_ text: String) {
        guard JSONNumber.isValid(text.utf8) else { return nil }
        self.text = text
    }

    package init(_ value: Int) {
        text = String(value)
    }

    /// For text that a parser has already checked.
    init(checked text: String) {
        self.text = text
    }

    /// Whether the value has no fraction: `1`, `1.0` and `10e-1`.
    package var isInteger: Bool {
        let decimal = Decimal(text)
        return decimal.digits.isEmpty || decimal.exponent >= 0
    }

    /// The value if it is whole and fits into `Int`.
    package var int: Int? {
        if let value = Int(text) { return value }
        let decimal = Decimal(text)
        guard !decimal.digits.isEmpty else { return 0 }
        guard decimal.exponent >= 0, decimal.exponent < 20, decimal.digits.count < 20 else { return nil }
        let digits = String(decoding: decimal.digits, as: UTF8.self) + String(repeating: "0", count: decimal.exponent)
        return Int((decimal.isNegative ? "-" : "") + digits)
    }

    package var double: Double { Double(text) ?? .nan }

    private static func isValid(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = bytes[...]
        func takeDigits() -> Int {
            let digits = rest.prefix { UInt8(ascii: "0") <= $0 && $0 <= UInt8(ascii: "9") }
            rest = rest[digits.endIndex...]
            return digits.count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        if rest.first == UInt8(ascii: "0") {
            rest = rest.dropFirst()
        } else if takeDigits() == 0 {
            return false
        }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            if takeDigits() == 0 { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            if takeDigits() == 0 { return false }
        }
        return rest.isEmpty
    }
}

extension JSONNumber: Hashable {
    /// By value: 1, 1.0 and 10e-1 have the same hash.
    package func hash(into hasher: inout Hasher) { hasher.combine(Decimal(text)) }
}

extension JSONNumber: Comparable {
    package static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        left.text == right.text || Decimal(left.text) == Decimal(right.text)
    }

    package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
        Decimal(left.text) < Decimal(right.text)
    }
}
