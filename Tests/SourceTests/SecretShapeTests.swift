import Source
import Testing

@Suite("Keys are known by their shape")
struct SecretShapeTests {
    @Test(
        "what looks like a key",
        arguments: [
            "Zq7KpW3mXv9RtY2LbN5cHd8F", "1f9d1c53-2f1b-4a3e-9f0a-0d6c1d1f7a11", "3F2504E0-4F89-11D3-9A0C-0305E82C3301",
            "d41d8cd98f00b204e9800998ecf8427e", "q8t2x0z5m3k7w1ab", "c2VjcmV0LWtleS1vZi1zb21lYm9keQ==",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "abcdefghijklmnopqrst123", "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
            "kR/9wq+8BvXz1YtP0aLmN3sd=", "QzWxEcRvTbYnUmIkOlPqAzSxDcFvGbHn",
        ])
    func secret(_ word: String) {
        #expect(word.looksLikeSecret)
        #expect("foo: \(word)".secretWords == [word])
        #expect("{ foo: '\(word)' }, ü".hidingSecretWords(as: "•••") == "{ foo: '•••' }, ü")
        #expect("{ command: [sh, -c, 'echo \(word) | false'] }".secretWords == [word])
    }

    @Test(
        "what people write otherwise",
        arguments: [
            "EKO_STAGING_DEVELOPER_KEY", "environments/staging.yml", "https://staging.eko.in/ekoapi/v3",
            "reports/junit-2026-11-28.xml", "otp_verification_token", "getOtpVerificationTokenFromInbox",
            "x86_64-linux-gnu", "9002336768", "00000000000000000000", "/usr/lib/x86_64-linux-gnu/libcurl.so.4",
            "~/.config/eko/staging-2026.key", "max_sends_per_recipient", "the-customer-is-sent-an-otp",
            "${{ steps.verify.token }}", "2026-01-02T03:04:05.678Z", "^[A-Za-z0-9_-]{20,}$", "127.0.0.1:7357",
            "http://127.0.0.1:7357/tools/kyc/mobile/otp", "$..[?@.status == 0]", "",
        ])
    func ordinary(_ word: String) {
        #expect(word.secretWords == [])
        #expect(word.hidingSecretWords(as: "•••") == word)
    }

    @Test("the user and password of a URL, however short")
    func userOfURL() {
        #expect("base_url: https://user:Secret99@127.0.0.1:1".secretWords == ["user:Secret99"])
        #expect("see https://host/path@x and a@b.c and ssh://git@host".secretWords == [])
    }

    @Test("a word is hidden, and its start where a message cuts it")
    func hiding() {
        let word = "Zq7KpW3mXv9RtY2LbN5cHd8F"
        #expect("found '\(word)' and \(word.prefix(12))…".hiding(word, as: "•••") == "found '•••' and •••…")
        #expect("found 'Zq7K'".hiding(word, as: "•••") == "found 'Zq7K'")
        #expect("a b".hiding("pw", as: "•••") == "a b")
    }

    @Test("of a long line, the part that can be shown is searched, and no word is cut", arguments: [0, 10_000])
    func longLine(_ length: Int) {
        let key = String(repeating: "Zq7KpW3mXv9RtY2LbN5c", count: 50)
        let file = SourceFile(path: "a.yml", text: "\(String(repeating: "ab ", count: length))\(key) \(key)9")
        let start = SourcePosition(line: 1, column: 3 * length + 600)
        #expect(SourceRange(file: file, at: start).secretWords.first == key)
        #expect(SourceRange(file: file, at: SourcePosition(line: 2, column: 1)).secretWords == [])
    }

    @Test("all lines of a range are searched")
    func lines() {
        let file = SourceFile(path: "a.yml", text: "a: |\n  Zq7KpW3mXv9RtY2LbN5cHd8F\n  x\n")
        let range = SourceRange(file: file, start: .start, end: SourcePosition(line: 3, column: 1))
        #expect(range.secretWords == ["Zq7KpW3mXv9RtY2LbN5cHd8F"])
        #expect(SourceRange(file: file, at: .start).secretWords == [])
    }
}
