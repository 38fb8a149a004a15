import JSON

/// The fields of the API whose values open something for a while, wherever they stand in a request or a response: OTPs and the
/// tokens of verified ones.
enum SensitiveFields {
    private static let names: Set<String> = ["otp", "otp_verification_token"]
    /// A shorter text would be found, and hidden, all over the output.
    private static let minimumLength = 4

    /// The secrets in a value that is the field's, or holds such fields.
    static func secrets(in value: JSONValue, of name: String? = nil) -> [Secret] {
        switch value {
        case .object(let object): object.members.flatMap { secrets(in: $0.value, of: $0.name) }
        case .array(let elements): elements.flatMap { secrets(in: $0, of: name) }
        case .string, .number:
            if let name, names.contains(name), value.writtenOut.utf8.count >= minimumLength {
                [Secret(value.writtenOut)]
            } else {
                []
            }
        case .null, .bool: []
        }
    }
}
