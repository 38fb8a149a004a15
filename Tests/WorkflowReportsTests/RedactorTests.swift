import Foundation
import Secrets
import Testing
import WorkflowEngine

@testable import WorkflowReports

@Suite("Secrets are removed in every encoding")
struct RedactorTests {
    private static let secret = "p@ss/w+rd&\"<k>\\y"

    @Test("each encoding inside a longer text", arguments: encodings(of: secret))
    func eachEncoding(_ encoded: String) {
        let redacted = Redactor([Secret(Self.secret)]).redact("before \(encoded) after")
        #expect(redacted == "before ••• after")
    }

    @Test("base64 of a longer text that contains the secret, at each alignment", arguments: 0..<3)
    func alignments(_ offset: Int) {
        let text = Data((String(repeating: "x", count: offset) + Self.secret + "tail").utf8).base64EncodedString()
        let redacted = Redactor([Secret(Self.secret)]).redact(text)
        #expect(redacted.contains("•••"))
        // Only base64 characters that the secret shares with its neighbours may remain.
        #expect(redacted.count < text.count - Self.secret.utf8.count)
    }

    @Test("longer secrets are removed first, and all occurrences are removed")
    func overlapping() {
        let redactor = Redactor([Secret("abcd"), Secret("abcdef")])
        #expect(redactor.redact("abcdef abcd") == "••• •••")
    }

    @Test("a text without secrets is not changed, nor any text if there are no secrets")
    func untouched() {
        #expect(Redactor([Secret("abcd")]).redact("abc d नमस्ते") == "abc d नमस्ते")
        #expect(Redactor([]).redact("abcd") == "abcd")
    }

    private static func encodings(of secret: String) -> [String] {
        let bytes = Data(secret.utf8)
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        let base64 = String(bytes.base64EncodedString().prefix(bytes.count * 8 / 6))
        return [
            secret, secret.addingPercentEncoding(withAllowedCharacters: unreserved) ?? "",
            bytes.map { String(format: "%02x", $0) }.joined(), bytes.map { String(format: "%02X", $0) }.joined(),
            "p@ss/w+rd&\\\"<k>\\\\y", "p@ss\\/w+rd&\\\"<k>\\\\y", "p@ss/w+rd&amp;&quot;&lt;k&gt;\\y", base64,
            base64.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_"),
        ]
    }
}
