/// For messages: the first two and last three characters of a number, as in `98xxxxx729`.
package func maskedNumber(_ number: String) -> String {
    guard number.count > 5 else { return String(repeating: "x", count: number.count) }
    return "\(number.prefix(2))\(String(repeating: "x", count: number.count - 5))\(number.suffix(3))"
}
