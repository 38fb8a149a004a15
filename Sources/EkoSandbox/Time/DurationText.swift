import JSON

/// The milliseconds of a JSON value: a number of milliseconds, or a string such as `500ms`, `3s`, `-10m` or `1h`.
/// Nil if the value is not a duration or is more than 366 days.
func milliseconds(of value: JSONValue?) -> Int64? {
    switch value {
    case .number(let number): number.int.map(Int64.init).flatMap { $0.magnitude <= maximum ? $0 : nil }
    case .string(let text): milliseconds(ofText: text)
    default: nil
    }
}

private let maximum: UInt64 = 366 * 86_400_000

private func milliseconds(ofText text: String) -> Int64? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "+") }
    let units: [Substring: Int64] = ["ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000]
    guard let unit = units[text.dropFirst(number.count)], let value = Int64(number) else { return nil }
    let (product, overflow) = value.multipliedReportingOverflow(by: unit)
    return overflow || product.magnitude > maximum ? nil : product
}
