import HTTP
import Testing

@Suite("Names of headers")
struct HeaderNameTests {
    @Test(
        "a header is found by its name in any case",
        arguments: [
            ("Content-Type", "content-type", true), ("X-ID", "x-id", true), ("x_1", "X_1", true), ("", "", true),
            ("content-type", "content-typ", false), ("content-typf", "content-type", false),
            // A bit more than the case of letters differs.
            ("a[b", "A{b", false), ("x-@", "x-`", false), ("naïve", "NAÏVE", false),
        ])
    func isNamed(name: String, other: String, isSame: Bool) {
        #expect(HTTPHeader(name, "v").isNamed(other) == isSame)
        let response = HTTPResponse(status: 200, headers: [HTTPHeader(name, "1"), HTTPHeader("z", "2")], body: [])
        #expect(response.header(other) == (isSame ? "1" : nil))
    }
}
