/// A number for messages, with only its first two and last three characters: `98xxxxx729`.
package func maskedNumber(_ number: String) -> String {
    let count = number.count
    guard count > 5 else { return String(repeating: "x", count: count) }
    guard count == number.utf8.count else {
        return "\(number.prefix(2))\(String(repeating: "x", count: count - 5))\(number.suffix(3))"
    }
    // Fast path: each character is one byte.
    var masked = number
    return masked.withUTF8 { bytes in
        String(unsafeUninitializedCapacity: count) { result in
            for index in 0..<count { result[index] = 2..<(count - 3) ~= index ? UInt8(ascii: "x") : bytes[index] }
            return count
        }
    }
}
