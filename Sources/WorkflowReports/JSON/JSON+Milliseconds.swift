import JSON

extension JSONObjectWriter {
    /// A duration as a number of milliseconds, with at most three decimals.
    mutating func add(_ name: String, _ duration: Duration) { add(name, thousandths: duration.microseconds) }
}

extension JSONValue {
    /// A duration as a number of milliseconds, with at most three decimals.
    static func milliseconds(_ duration: Duration) -> JSONValue {
        let microseconds = duration.microseconds
        let fraction = String(1_000 + microseconds % 1_000).dropFirst()
        let text = fraction == "000" ? String(microseconds / 1_000) : "\(microseconds / 1_000).\(fraction)"
        return JSONNumber(text).map { .number($0) } ?? 0
    }
}

extension Duration {
    /// Whole microseconds, never negative.
    fileprivate var microseconds: Int {
        max(0, Int(components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000))
    }
}
