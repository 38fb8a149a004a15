import JSON
import Secrets

/// API fields whose values are secret for a while, anywhere in a request or a response: OTPs, and tokens of verified OTPs.
enum SensitiveFields {
    static let names: Set<String> = ["otp", "otp_verification_token"]
    /// A shorter string would be found, and hidden, everywhere in the output.
    static let minimumLength = 4

    /// The secrets in a value: the value of the field `name`, or a value that contains sensitive fields.
    static func secrets(in value: JSONValue, of name: String? = nil) -> [Secret] {
        switch value {
        case .object(let object): object.members.flatMap { secrets(in: $0.value, of: $0.name) }
        case .array(let elements): elements.flatMap { secrets(in: $0, of: name) }
        case .string, .number: (name.map(names.contains) ?? false ? [value.writtenOut] : []).compactMap(secret)
        case .null, .bool: []
        }
    }

    /// The secrets in text that may be broken JSON: the value after a field's name, and JSON Web Tokens anywhere.
    static func secrets(inText bytes: [UInt8]) -> [Secret] {
        var found: [String] = []
        for name in names {
            for end in occurrences(of: Array("\(name)".utf8), in: bytes) {
                // Skips the quote after the name, which may be escaped, the colon, and the quote before the value.
                let value = bytes[end...].drop { #"\": \t"#.utf8.contains($0) || $0 == 0x0A || $0 == 0x0D }
                guard value.startIndex > end else { continue }
                found.append(String(decoding: value.prefix(while: isOfValue), as: UTF8.self))
            }
        }
        return found.compactMap(secret) + tokens(inText: bytes)
    }

    /// JSON Web Tokens (RFC 7519): three parts in base64url. The first is a JSON object. The last may be cut off.
    static func tokens(inText bytes: [UInt8]) -> [Secret] {
        occurrences(of: Array("eyJ".utf8), in: bytes).compactMap { end in
            let token = bytes[(end - 3)...].prefix { isOfValue($0) || $0 == UInt8(ascii: ".") }
            return token.contains(UInt8(ascii: ".")) ? secret(String(decoding: token, as: UTF8.self)) : nil
        }
    }

    private static func secret(_ text: String) -> Secret? { text.utf8.count >= minimumLength ? Secret(text) : nil }

    /// The index after each occurrence.
    private static func occurrences(of text: [UInt8], in bytes: [UInt8]) -> [Int] {
        guard bytes.count >= text.count else { return [] }
        return (0...(bytes.count - text.count)).filter { start in
            bytes[start] == text[0] && bytes[start..<(start + text.count)].elementsEqual(text)
        }.map { $0 + text.count }
    }

    /// Whether the byte can be part of an OTP or a token.
    static func isOfValue(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
