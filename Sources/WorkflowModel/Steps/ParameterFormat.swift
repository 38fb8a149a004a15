import HTTP
import JSON

/// The format that the API accepts for a parameter.
package enum ParameterFormat: Sendable, Equatable {
    case nonEmpty
    case digits(count: Int)
    case atMost(characters: Int)
    /// An amount above 0, such as `5000` or `10.50`.
    case rupees

    /// Nil if the value fits; otherwise what is expected, which completes "expected …".
    package func violation(_ value: JSONValue) -> String? {
        switch value {
        case .null, .array, .object: return "a string"
        case .bool, .number, .string: break
        }
        let text = value.writtenOut
        switch self {
        case .nonEmpty: return text.isEmpty ? "a string that is not empty" : nil
        case .digits(let count):
            let fits = text.utf8.count == count && ByteSet.digits.containsAll(of: text)
            return fits ? nil : "\(count) digits"
        case .rupees: return Rupees(value) == nil ? "an amount in rupees above 0, for example 5000 or 10.50" : nil
        case .atMost(let characters):
            // A string never has more characters than bytes, and its bytes are counted already.
            let fits = !text.isEmpty && (text.utf8.count <= characters || text.count <= characters)
            return fits ? nil : "1 to \(characters) characters"
        }
    }
}
