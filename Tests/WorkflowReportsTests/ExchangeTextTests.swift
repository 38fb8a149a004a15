import Testing

@testable import WorkflowReports

@Suite("The request and the response for people")
struct ExchangeTextTests {
    private func exchange(_ members: String) -> ExchangeText? {
        ExchangeText(
            json:
                #"{"method":"POST","url":"https://a.example/otp","time":1,"timings":{"total":12},"status":200,"headers":[],"query":{},"#
                + members + "}")
    }

    @Test("a body of JSON has a line for each property")
    func json() throws {
        let text = try #require(exchange(#""request":{"a":1},"body":{"status":0,"list":[]}"#))
        #expect(text.request == ["POST https://a.example/otp", "{", "  \"a\": 1", "}"])
        #expect(text.response == ["HTTP 200 in 12 ms", "{", "  \"status\": 0,", "  \"list\": []", "}"])
    }

    @Test("after twenty lines the rest is counted, and a long line is cut")
    func cut() throws {
        let elements = (1...30).map(String.init).joined(separator: ",")
        let response = try #require(exchange("\"body\":[\(elements)]")).response
        #expect(response.count == 22)
        #expect(response.last == "… 12 more lines")
        let long = try #require(exchange("\"body_text\":\"\(String(repeating: "x", count: 2_000))\"")).response
        #expect(long.count == 2 && long[1].unicodeScalars.count == 501)
    }

    @Test("what stands in place of a secret is masked, and so is what is secret by its place")
    func secrets() throws {
        let text = try #require(
            exchange(#""request":{"otp":"7"},"body":{"token":"abcdefgh"},"hidden_secrets":["abcdefgh","7"]"#))
        #expect(text.request.contains("  \"otp\": \"•••\""))
        #expect(text.response.contains("  \"token\": \"•••\""))
    }

    @Test("what the API says of a parameter is shown below its name")
    func explanations() throws {
        let text = try #require(
            exchange(#""body":{"invalid_params":{"otp":"otp is required"},"otp":"otp is required"}"#))
        #expect(text.response.contains("    \"otp\": \"otp is required\""))
        #expect(text.response.contains("  \"otp\": \"•••\""))
    }

    @Test("a body that is not text, and one that was not kept, are told; what is no exchange gives nothing")
    func others() throws {
        #expect(try #require(exchange(#""body_not_utf8":"\ufffd""#)).response.last == "(the body is not text in UTF-8)")
        #expect(
            try #require(exchange(#""body_size":300000"#)).response == [
                "HTTP 200 in 12 ms, a body of 300000 bytes that is not kept"
            ])
        #expect(ExchangeText(json: "[]") == nil && ExchangeText(json: "{") == nil)
    }

    @Test("nothing in a response acts on the terminal")
    func controls() throws {
        let response = try #require(exchange(#""body_text":"a\u001b[31m\n##vso[x]""#)).response
        #expect(!response.joined().contains("\u{1B}") && !response.contains("##vso[x]"))
    }
}
