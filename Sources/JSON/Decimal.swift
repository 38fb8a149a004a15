/// A number in a form that is unique for each value: digits without zeros at either end, times a power of ten.
struct Decimal: Hashable, Comparable {
    private(set) var isNegative = false
    private(set) var digits: [UInt8] = []
    private(set) var exponent = 0

    /// Larger exponents count as this one: they make no difference in practice.
    static let largestExponent = 1_000_000_000_000

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

    /// The exponent, within ± the largest exponent.
    private static func saturated(_ text: Substring.UTF8View) -> Int {
        let bound = Decimal.largestExponent
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
