import JSON

/// Reads properties of journals and reports. A property that is missing or has another type is empty or zero.
extension JSONObject {
    /// Empty if the property is not a string.
    func string(_ name: String) -> String { if case .string(let text)? = self[name] { text } else { "" } }

    /// Zero if the property is not a whole number.
    func int(_ name: String) -> Int { if case .number(let number)? = self[name] { number.int ?? 0 } else { 0 } }

    func object(_ name: String) -> JSONObject {
        if case .object(let object)? = self[name] { object } else { JSONObject() }
    }

    func objects(_ name: String) -> [JSONObject] {
        guard case .array(let elements)? = self[name] else { return [] }
        return elements.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }

    func strings(_ name: String) -> [String] {
        guard case .array(let elements)? = self[name] else { return [] }
        return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// A number of milliseconds; zero if the property is not one.
    func duration(_ name: String) -> Duration {
        guard case .number(let number)? = self[name], number.double >= 0, number.double < 1e12 else { return .zero }
        return .microseconds(Int64((number.double * 1_000).rounded()))
    }
}

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
