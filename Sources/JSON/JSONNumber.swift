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

extension JSONNumber: Comparable {
    package static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        left.text == right.text || Decimal(left.text) == Decimal(right.text)
    }

    package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
        Decimal(left.text) < Decimal(right.text)
    }
}

/// A number in a form that is unique for each value: digits without zeros at either end, times a power of ten.
private struct Decimal: Comparable {
    private(set) var isNegative = false
    private(set) var digits: [UInt8] = []
    private(set) var exponent = 0

    init(_ text: String) {
        var fraction = 0
        var isInFraction = false
        var bytes = text.utf8[...]
        if bytes.first == UInt8(ascii: "-") {
            isNegative = true
            bytes = bytes.dropFirst()
        }
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: ".") {
                isInFraction = true
            } else if byte | 0x20 == UInt8(ascii: "e") {
                exponent = Decimal.saturated(bytes)
                break
            } else {
                if isInFraction { fraction += 1 }
                if !(digits.isEmpty && byte == UInt8(ascii: "0")) { digits.append(byte) }
            }
        }
        exponent -= fraction
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        if digits.isEmpty {
            isNegative = false
            exponent = 0
        }
    }

    /// The exponent, within ± a million million: larger exponents make no difference in practice.
    private static func saturated(_ text: Substring.UTF8View) -> Int {
        let bound = 1_000_000_000_000
        let value = Int(Substring(text)) ?? (text.first == UInt8(ascii: "-") ? -bound : bound)
        return max(-bound, min(bound, value))
    }

    static func < (left: Decimal, right: Decimal) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        return left.isNegative ? right.isSmallerInMagnitude(than: left) : left.isSmallerInMagnitude(than: right)
    }

    private func isSmallerInMagnitude(than other: Decimal) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        let magnitude = digits.count + exponent
        let otherMagnitude = other.digits.count + other.exponent
        return magnitude == otherMagnitude ? digits.lexicographicallyPrecedes(other.digits) : magnitude < otherMagnitude
    }
}
