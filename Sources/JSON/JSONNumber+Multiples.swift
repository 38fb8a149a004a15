extension JSONNumber {
    /// Whether the number is an integer times the divisor, exactly; nil if the numbers are too long to find out.
    package func isMultiple(of divisor: JSONNumber) -> Bool? {
        let (number, divisor) = (Decimal(text), Decimal(divisor.text))
        if number.digits.isEmpty || divisor.digits.isEmpty { return number.digits.isEmpty }
        guard number.hasExactExponent, divisor.hasExactExponent else { return nil }
        // If the divisor has more zeros at the end, the number is not a multiple: its digits do not end in 0.
        guard number.exponent >= divisor.exponent else { return false }
        // A factor 10 helps only while the divisor still has a factor 2 or 5, and a digit of it holds at most four.
        let zeros = min(number.exponent - divisor.exponent, 4 * divisor.digits.count)
        return Decimal.remainderIsZero(number.digits, followedByZeros: zeros, dividedBy: divisor.digits)
    }
}

extension Decimal {
    fileprivate var hasExactExponent: Bool { abs(exponent) < Decimal.largestExponent / 2 }

    /// Nil if the division takes too long. All digits are ASCII characters.
    fileprivate static func remainderIsZero(
        _ digits: [UInt8], followedByZeros zeros: Int, dividedBy divisor: [UInt8]
    ) -> Bool? {
        let dividend = digits.lazy.map { $0 - UInt8(ascii: "0") }
        if divisor.count <= 18 {
            let divisor = divisor.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
            var remainder = dividend.reduce(UInt64(0)) { ($0 * 10 + UInt64($1)) % divisor }
            for _ in 0..<zeros where remainder > 0 { remainder = remainder * 10 % divisor }
            return remainder == 0
        }
        guard (digits.count + zeros) * divisor.count <= 2_000_000 else { return nil }
        var division = LongDivision(divisor: divisor.map { $0 - UInt8(ascii: "0") })
        for digit in dividend { division.take(digit) }
        for _ in 0..<zeros where !division.remainderIsZero { division.take(0) }
        return division.remainderIsZero
    }
}

/// A division with paper and pencil, of which only the remainder is kept.
private struct LongDivision {
    /// Starts with 0, so that it is as long as the remainder.
    private let divisor: [UInt8]
    private var remainder: [UInt8]

    init(divisor: [UInt8]) {
        self.divisor = [0] + divisor
        remainder = Array(repeating: 0, count: divisor.count + 1)
    }

    var remainderIsZero: Bool { remainder.allSatisfy { $0 == 0 } }

    /// Takes down the next digit of the dividend.
    mutating func take(_ digit: UInt8) {
        for index in 1..<remainder.count { remainder[index - 1] = remainder[index] }
        remainder[remainder.count - 1] = digit
        while !remainder.lexicographicallyPrecedes(divisor) { subtract() }
    }

    private mutating func subtract() {
        var borrow: UInt8 = 0
        for index in remainder.indices.reversed() {
            let taken = divisor[index] + borrow
            borrow = remainder[index] < taken ? 1 : 0
            remainder[index] = remainder[index] + borrow * 10 - taken
        }
    }
}
