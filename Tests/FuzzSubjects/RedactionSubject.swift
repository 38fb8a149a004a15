import JSON
import Secrets
import WorkflowReports

extension FuzzSubject {
    /// A text with a secret in it. The first byte selects how the secret is written, the second how long it is; its characters and the
    /// text around it follow. Nothing of it may be left.
    static let redactions = FuzzSubject(name: "redaction") { input in
        guard input.count > 30 else { return }
        let characters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789+/=-_.".utf8)
        let length = 16 + Int(input[1]) % 24
        let secret = String(
            decoding: input.dropFirst(2).prefix(length).map { characters[Int($0) % characters.count] }, as: UTF8.self)
        // A secret of few characters, such as aaaa, is in ordinary texts too.
        guard Set(secret.utf8).count > 6 else { return }
        let around = input.dropFirst(2 + length)
        let middle = around.startIndex + around.count / 2
        let before = String(decoding: around[..<middle], as: UTF8.self)
        let after = String(decoding: around[middle...], as: UTF8.self)
        let written = written(secret, Int(input[0]) % 6)
        let text = Redactor([Secret(secret)]).redact(before + written + after)
        precondition(!text.contains(written), "a secret is shown: \(written)")
        precondition(!text.contains(secret), "a secret is shown: \(secret)")
    }

    private static func written(_ secret: String, _ spelling: Int) -> String {
        let bytes = Array(secret.utf8)
        let digits = Array("0123456789abcdef".utf8)
        let hexadecimal = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        switch spelling {
        case 0: return secret
        case 1: return String(decoding: hexadecimal, as: UTF8.self)
        case 2: return bytes.map { "%" + String($0, radix: 16) }.joined()
        case 3: return JSONValue.string(secret).serialized
        case 4: return bytes.map { "\\u00" + String($0, radix: 16) }.joined()
        default: return secret.uppercased()
        }
    }
}
