import Foundation
import Testing

@testable import Secrets

@Suite("Secrets are found in every encoding")
struct SecretSearchTests {
    /// Keys as the API gives them, a signature, a token, and one with every special character.
    static let secrets = [
        "d2fe1d99-6298-4af2-8cc5-d97dcf46df30", "becbbce45f79c6f5109f848acd540567",
        "u30ak/iOGwKCaspqCeiYng8fd98QDx7kF3DBBOadQHk=", "dev-key-WITNESS+0001/x=",
        "acc~key!WIT'N\"ESS+se&c<ret>*9f8e7d6c/z=",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    ]

    /// What is left of a text when its secrets are taken out, by the fast check first, as outputs do it.
    static func redacted(_ text: String, _ secrets: [Secret]) -> String {
        let search = SecretSearches([SecretSearch(secrets)])
        guard search.mayFind(in: text) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var end = 0
        for range in search.ranges(in: bytes) {
            result += bytes[end..<range.lowerBound] + Array("*".utf8)
            end = range.upperBound
        }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }

    @Test("whole, in each encoding, between other text", arguments: secrets)
    func whole(_ secret: String) {
        for (name, encoded) in Encodings.all(of: secret) {
            for (before, after) in [
                ("", ""), ("the value ", " was refused"), ("{\"a\":\"", "\",\"b\":1}"), ("x=", "&y=1"),
            ] {
                let left = Self.redacted(before + encoded + after, [Secret(secret)])
                let shown = left.count - (before + after).count
                // What stands around the secret within the base64 is not secret.
                let around = name.hasPrefix("base64 ") ? 24 : 10
                #expect(
                    left.contains("*") && shown <= around,
                    "\(name): '\(left)' is left of '\(before + encoded + after)'")
            }
        }
    }

    @Test("cut at either end, as long as 8 characters are left", arguments: secrets)
    func cut(_ secret: String) {
        for part in [
            String(secret.dropLast()), String(secret.dropFirst()), String(secret.prefix(secret.count / 2 + 2)),
            String(secret.suffix(9)), String(secret.dropFirst(3).prefix(8)),
        ] {
            #expect(Self.redacted("got \(part)…", [Secret(secret)]) == "got *…", "\(part)")
            #expect(Self.redacted("got \(part.uppercased())…", [Secret(secret)]) == "got *…", "\(part)")
        }
        #expect(Self.redacted("got \(secret.prefix(7))…", [Secret(secret)]) == "got \(secret.prefix(7))…")
    }

    @Test(
        "an OTP, alone, in a sentence, as a number, with separators, and encoded",
        arguments: [
            ("012345", "Your code: 012345.", "Your code: *."), ("012345", "{\"n\":12345}", "{\"n\":*}"),
            ("012345", "012-345 or 0 1 2 3 4 5", "* or *"), ("123456", "MTIzNDU2", "*"),
            ("123456", "is%20123456%20", "is%20*%20"), ("1234", "a 1234 b", "a * b"), ("1234", "551234", "551234"),
            ("1234", "12:34:56", "12:34:56"), ("AB12C", "code ab12c", "code *"), ("123456", "1234567", "1234567"),
            ("202611", "2026-11-28", "2026-11-28"), ("735102", "735 102", "*"), ("735102", "73 51 02", "*"),
            ("735102", "735\r\n 102", "*"), ("735102", "373335313032", "*"), ("735102", "37 33 35 31 30 32", "*"),
            ("735102", "0x37 0x33 0x35 0x31 0x30 0x32", "0x*"), ("735102", "NzM1MTAy", "*"),
            ("7351", "NzM1MQ==", "*=="), ("735102", "id 1\n735102", "id 1\n*"),
            ("735102", "1\u{200B}735102", "1\u{200B}*"), ("735102", "TnpNMU1UQXk=", "*="),
        ])
    func shortSecrets(_ secret: String, _ text: String, _ expected: String) {
        #expect(Self.redacted(text, [Secret(secret)]) == expected)
    }

    @Test(
        "ordinary texts have none",
        arguments: [
            "OTP sent successfully to 9002336768", "client_ref_id", "Fri May 22 16:04:04 IST 2037", "127.0.0.1:8080",
            "/ekoapi/v3/tools/kyc/mobile/otp?x=1&y=2", "नमस्ते", "0x1f 0x2e", "the value of developer_key is missing",
            "aGVsbG8gd29ybGQsIHRoaXMgaXMgYmFzZTY0", "68656c6c6f20776f726c64", "&lt;html&gt;%20%3C \\u0041\\/",
        ])
    func ordinary(_ text: String) {
        #expect(Self.redacted(text, Self.secrets.map { Secret($0) } + [Secret("735102")]) == text)
    }

    @Test("words of the API that are in a key too are shown; the key is not")
    func publicWords() {
        let key = [Secret("the-developer-key-itself")]
        #expect(Self.redacted("the developer key: the-developer-key-itself", key) == "the developer key: *")
        #expect(Self.redacted("the developer_key, developer-key", [Secret("developer_key")]) == "the *, *")
        let ofSandbox = [Secret("sandbox-key-1", isSecretInParts: false)]
        #expect(Self.redacted("a sandbox-key: sandbox-key-1", ofSandbox) == "a sandbox-key: *")
    }

    @Test("no secrets, empty and very short secrets are in no text")
    func none() {
        #expect(Self.redacted("abc", []) == "abc")
        #expect(Self.redacted("abc", [Secret(""), Secret("abc")]) == "abc")
    }

    @Test("secrets that are rarely found are found as well")
    func rarely() {
        let search = SecretSearches([SecretSearch(rarelyFound: [Secret(Self.secrets[2])])])
        let text = "signature " + Self.secrets[2]
        #expect(search.mayFind(in: text))
        #expect(search.ranges(in: Array(text.utf8)) == [10..<text.utf8.count])
    }

    @Test("a signature is found in hexadecimal too, of which the filter knows only the shape")
    func signatureInHexadecimal() throws {
        let bytes = (0..<32).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ 201) }
        let base64 = try #require(Data(bytes).base64EncodedString() as String?)
        let secrets = Secret.signature(base64)
        #expect(secrets.count == 2)
        let search = SecretSearches([SecretSearch(rarelyFound: secrets)])
        let hexadecimal = bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
        for text in [base64, hexadecimal, hexadecimal.uppercased(), "expected \(hexadecimal), found another"] {
            #expect(search.mayFind(in: text), "\(text)")
            let found = search.ranges(in: Array(text.utf8))
            #expect(found.map(\.count).max() ?? 0 >= base64.utf8.count - 1, "\(text): \(found)")
        }
        // Nothing else is hexadecimal of it.
        #expect(search.ranges(in: Array(String(repeating: "0a", count: 32).utf8)).isEmpty)
        #expect(Secret.signature("no base64!").count == 1)
    }

    @Test("a text that can be read in more ways than the search may follow is hidden as a whole")
    func bounded() {
        let layer = String(repeating: "QUFB", count: 400)
        var text = layer
        for _ in 0..<6 { text += "&#37;41" + layer }
        let bytes = Array(text.utf8)
        let found = SecretSearches([SecretSearch([Secret(Self.secrets[0])])]).ranges(in: bytes)
        #expect(found.isEmpty || found == [0..<bytes.count])
    }
}
