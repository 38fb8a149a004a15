import HTTP
import Testing
import Times
import WorkflowModel

@testable import WorkflowEngine

@Suite("Explanations of HTTP 403")
struct DiagnosisTests {
    private static let now = Timestamp(milliseconds: 784_111_777_000)

    @Test(
        "a clock is compared with the server's",
        arguments: [
            (0, false, "as the server's"), (1_500, false, "as the server's"),
            (-30_000, false, "30 s behind the server's"),
            (-600_000, true, "600 s behind the server's"), (61_000, true, "61 s ahead of the server's"),
        ] as [(Int64, Bool, String)])
    func clock(_ offset: Int64, _ isOff: Bool, _ text: String) throws {
        let now = Timestamp(milliseconds: Self.now.milliseconds + offset)
        let comparison = try #require(ClockComparison(Self.response(), at: now))
        #expect(comparison.isOff == isOff)
        #expect(comparison.text == text)
    }

    @Test("a wrong clock is suspected first, else causes that this machine cannot see")
    func explanation() {
        let off = Self.explain(Self.response(), at: Self.now.advanced(by: .seconds(-600)))
        #expect(
            off.hasPrefix("this machine's clock is 600 s behind the server's (Date: Sun, 06 Nov 1994 08:49:37 GMT)"))
        let right = Self.explain(Self.response(), at: Self.now)
        #expect(
            right.hasPrefix(
                "suspect in this order: the public IP address of this machine is not allow-listed for the key"))
        #expect(right.contains("; the clock is as the server's. 'ekoflow doctor --env test' checks more"))
        let silent = Self.explain(HTTPResponse(status: 403, headers: [], body: []), at: Self.now)
        #expect(!silent.contains("clock"))
    }

    @Test("a sandbox gives the reason itself")
    func sandbox() {
        let response = HTTPResponse(status: 403, headers: [HTTPHeader("x-sandbox-reason", "no key")], body: [])
        #expect(Self.explain(response, at: Self.now) == "the sandbox says why: no key")
    }

    @Test(
        "the description of a credential does not reveal it",
        arguments: [
            ("abcdefgh", "8 characters, not a UUID"),
            (
                " d2fe1d99-6298-4af2-8cc5-d97dcf46df30\n",
                "36 characters, a UUID; white space at its start or end is left out"
            ),
        ])
    func shape(_ text: String, _ shape: String) {
        #expect(CredentialShape(text, trimmed: text.filter { !$0.isWhitespace }).text == shape)
    }

    private static func response() -> HTTPResponse {
        HTTPResponse(status: 403, headers: [HTTPHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT")], body: [])
    }

    private static func explain(_ response: HTTPResponse, at now: Timestamp) -> String {
        ForbiddenExplanation(response: response, environment: .test(), signing: nil, now: now).text
    }
}
