import Testing

@testable import EkoSandbox

@Suite("Every endpoint refuses invalid requests and gives the reason", .timeLimit(.minutes(5)))
struct RouteTests {
    static let verify = TestSandbox.verifyPath
    static let validate = TestSandbox.validatePath
    static let inbox = "/_sandbox/inbox/9002336768"

    @Test(
        "paths that are nearly right are not found",
        arguments: [
            "\(verify)/", "\(validate)/x", "/tools/kyc/mobile/otp/verify", "/ekoapi/v3\(inbox)", "/_sandbox/inbo",
            "/_sandbox/inbox/", "\(inbox)/1", "/_sandbox/inboxes/1", "/",
        ])
    func unknownPath(_ path: String) async throws {
        let response = try await exchange(request(method: "GET", path: path, body: ""))
        #expect(response.status == 404)
        #expect(response.head.contains("x-sandbox-reason: no endpoint has the path \(path)"))
    }

    @Test(
        "a wrong method is refused before the caller is checked",
        arguments: [
            ("POST", verify, "PUT"), ("GET", verify, "PUT"), ("put", verify, "PUT"), ("POST", validate, "GET"),
            ("POST", inbox, "GET"), ("DELETE", inbox, "GET"),
        ])
    func wrongMethod(_ method: String, _ path: String, _ right: String) async throws {
        let response = try await exchange(request(method: method, path: path, headers: ["developer_key": nil]))
        #expect(response.status == 405)
        #expect(response.head.contains("x-sandbox-reason: the method is \(right)"))
    }

    @Test(
        "a wrong caller is refused before the request's content is checked",
        arguments: [("PUT", verify), ("GET", validate)])
    func wrongCaller(_ method: String, _ path: String) async throws {
        let headers: [String: String?] = ["secret-key": "AAAA", "content-type": "text/plain"]
        let response = try await exchange(request(method: method, path: path, headers: headers, body: "{"))
        #expect(response.status == 403)
        #expect(response.head.contains("x-sandbox-reason: secret-key does not match"))
    }

    @Test(
        "a body must have the content type JSON; a GET without a body needs no content type",
        arguments: [
            ("PUT", verify, nil, "{}", 415), ("PUT", verify, "text/plain", "{}", 415), ("PUT", verify, nil, "", 415),
            ("PUT", verify, "application/json", "", 400), ("PUT", verify, "application/json", "[]", 400),
            ("PUT", verify, "Application/JSON;charset=utf-8", "{}", 200), ("GET", validate, "text/plain", "{}", 415),
            ("GET", validate, "text/plain", "", 200), ("GET", validate, nil, "", 200),
            ("GET", validate, "application/json", "{}", 200),
        ] as [(String, String, String?, String, Int)])
    func contentType(_ method: String, _ path: String, _ type: String?, _ body: String, _ status: Int) async throws {
        let bytes = request(method: method, path: path, headers: ["content-type": type], body: body)
        let response = try await exchange(bytes)
        #expect(response.status == status)
        #expect(response.head.contains("x-sandbox-reason") == (status != 200))
    }

    @Test("parameters of a GET come from its query, not from a body")
    func parametersOfGet() async throws {
        let body = #"{"initiator_id":"9962981729","otp_verification_token":"x"}"#
        let response = try await exchange(request(method: "GET", path: Self.validate, body: body))
        #expect(response.invalidParameters == ["initiator_id", "otp_verification_token"])
    }
}
