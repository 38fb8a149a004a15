/// The bytes that base64 stands for, in either alphabet of RFC 4648 (sections 4 and 5), with or without `=` at its end. Nil if it is
/// no base64.
package func base64Decoded(_ text: some StringProtocol) -> [UInt8]? {
    let digits = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }.reversed()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * 3 / 4)
    var (value, bits) = (UInt32(0), 0)
    for digit in digits {
        guard let six = ByteTraits.base64Digit(digit) else { return nil }
        value = value << 6 | UInt32(six)
        bits += 6
        guard bits >= 8 else { continue }
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(bits)))
    }
    return bits < 6 ? bytes : nil
}
