import JSON

/// What a line of a journal holds, where it holds it.
extension JSONObject {
    /// The text of a member; empty where it is none.
    func string(_ name: String) -> String { if case .string(let text)? = self[name] { text } else { "" } }

    /// Zero where it is none.
    func int(_ name: String) -> Int { if case .number(let number)? = self[name] { number.int ?? 0 } else { 0 } }

    /// Of a number of milliseconds.
    func duration(_ name: String) -> Duration {
        guard case .number(let number)? = self[name], number.double >= 0, number.double < 1e12 else { return .zero }
        return .microseconds(Int64((number.double * 1_000).rounded()))
    }
}
