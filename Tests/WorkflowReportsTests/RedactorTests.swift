import Foundation
import Secrets
import Testing
import WorkflowEngine

@testable import WorkflowReports

@Suite("Secrets are removed from what is shown")
struct RedactorTests {
    private static let secret = "p@ss/w+rd&\"<k>\\y"

    @Test(
        "a secret in a longer text, as it is and encoded",
        arguments: [
            secret, "p%40ss%2Fw%2Brd%26%22%3Ck%3E%5Cy", "p@ss\\/w+rd&amp;&quot;&lt;k&gt;\\\\y", secret.uppercased(),
            Data(secret.utf8).base64EncodedString().replacing("=", with: ""),
        ])
    func eachEncoding(_ encoded: String) {
        #expect(Redactor([Secret(Self.secret)]).redact("before \(encoded) after") == "before ••• after")
    }

    @Test("all occurrences are removed, and a longer secret as a whole")
    func overlapping() {
        let redactor = Redactor([Secret("abcd"), Secret("abcdef")])
        #expect(redactor.redact("abcdef abcd") == "••• •••")
    }

    @Test("a text without secrets is not changed, nor any text if there are no secrets")
    func untouched() {
        #expect(Redactor([Secret("abcd")]).redact("abc d नमस्ते") == "abc d नमस्ते")
        #expect(Redactor([]).redact("abcd") == "abcd")
    }

    @Test("what is secret by its place is removed without a list of secrets")
    func places() {
        #expect(Redactor([]).redact(#"{"otp":"735102","to":"9002336768"}"#) == #"{"otp":"•••","to":"90xxxxx768"}"#)
    }

    @Test(
        "a number in base64 or hexadecimal",
        arguments: ["OTAwMjMzNjc2OA==", "39303032333336373638", "x OTE5MDAyMzM2NzY4 y", "W3sibSI6IjkwMDIzMzY3NjgifV0="])
    func encodedNumbers(_ text: String) {
        #expect(Redactor([]).redact(text).contains("•••"))
        #expect(Redactor([], masksNumbers: false).redact(text) == text)
    }

    @Test("a character is removed as a whole, and a very large text too")
    func boundaries() {
        #expect(Redactor([Secret("naïve-key-é")]).redact("x naïve-key-é y") == "x ••• y")
        #expect(Redactor([Secret("abcd")]).redact(String(repeating: "abcd ", count: 300_000)) == "•••")
    }
}
