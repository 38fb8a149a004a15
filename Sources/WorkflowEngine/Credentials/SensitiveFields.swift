import JSON
import Secrets

/// Values of API fields that are secret for a while: OTPs, and tokens of verified OTPs.
enum SensitiveFields {
    /// Every value in `value` that is secret because of the name of its field: of `name`, or of fields below.
    static func secrets(in value: JSONValue, of name: String) -> [Secret] {
        if SecretWords.areIn(name) { return scalars(in: value) }
        return secrets(in: value)
    }

    /// The secrets in a value whose own name says nothing.
    static func secrets(in value: JSONValue) -> [Secret] {
        var learned = LearnedSecrets()
        learned.learn(from: value.serialized)
        return learned.secrets
    }

    /// The password in the value of a variable such as DATABASE_URL. The rest of such a value, a host or a scheme, is an ordinary word.
    /// Nil if there is no password in it.
    static func secrets(ofConnection value: JSONValue) -> [Secret]? {
        guard case .string(let text) = value, text.contains("://") || text.contains("=") else { return nil }
        let found = secrets(in: value)
        return found.isEmpty ? nil : found
    }

    /// All strings and numbers in a value that are long enough to be looked for.
    static func scalars(in value: JSONValue) -> [Secret] {
        switch value {
        case .object(let object): object.members.flatMap { scalars(in: $0.value) }
        case .array(let elements): elements.flatMap { scalars(in: $0) }
        case .string, .number:
            value.writtenOut.utf8.count >= SecretSearch.minimumSize ? [Secret(value.writtenOut)] : []
        case .null, .bool: []
        }
    }
}
