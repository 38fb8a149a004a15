import Testing

@testable import WorkflowModel

@Suite("A path is read as every server may read it")
struct RequestPathTests {
    @Test(
        "a path that servers read differently is invalid",
        arguments: [
            "otp", "/a/../otp", "/a/..;/otp", "/a/..;x=1/otp", "/a/.;/otp", "/a/.", "/%2E%2e/otp", "/a%2fb", "/a\\b",
            "/a?b", "/a#b", "/x/%252e%252e/otp", "/x/.%252e/otp", "/x/%25252e%25252e/otp", "/otp%3fx/y", "/otp%253fx",
            "/otp%23/y", "/otp%00/foo", "/otp%0a/y", "/otp%09/y", "/mobile%255cotp", "/mobile%c0%afotp", "/%u006ftp",
            "/a%252fb", "/%25252525252525252561", "/o\u{200B}tp", "/ｏtp", "/o\u{301}tp", "/a\u{1}", "/a\tb",
            "http://a/b",
        ])
    func invalid(_ path: String) {
        #expect(RequestPath.problem(of: path) != nil)
        #expect(RequestPath.problem(of: path, allowingSpaces: true) != nil)
    }

    @Test(
        "any other path is valid",
        arguments: ["/", "/a;b/c", "/a...b", "/.a/b.", "/a//b", "/a%20b", "/a:b,c*", "/J%C3%BCrgen", "/a%2Bb", "/100%"])
    func valid(_ path: String) {
        #expect(RequestPath.problem(of: path) == nil)
    }

    @Test("only a filled-in value may have spaces, and they hide no dots")
    func spaces() {
        #expect(RequestPath.problem(of: "/a b") != nil)
        #expect(RequestPath.problem(of: "/a b", allowingSpaces: true) == nil)
        #expect(RequestPath.problem(of: "/a/.. /b", allowingSpaces: true) != nil)
    }
}

@Suite("Reserved names are compared as servers compare them")
struct ReservedNamesTests {
    @Test(
        "headers of the signer and the transport",
        arguments: [
            ("developer_key", true), ("Developer-Key", true), ("SECRET_KEY", true), ("secret-key-timestamp", true),
            ("content_type", true), ("Host", true), ("secret", false), ("x-secret-key", false), ("accept", false),
        ])
    func own(_ name: String, _ isReserved: Bool) {
        #expect(ReservedNames.isSetByProgram(header: name) == isReserved)
    }

    @Test(
        "headers that replace the method or the path",
        arguments: [
            ("X-HTTP-Method-Override", true), ("X_HTTP_METHOD_OVERRIDE", true), ("x-http-method", true),
            ("X-Method-Override", true), ("X-Original-URL", true), ("x_rewrite_url", true), ("X-Forwarded-Uri", true),
            ("X-Forwarded-Path", true), ("X-Forwarded-Prefix", true), ("X-Forwarded-For", false),
            ("X-Payment-Method", false), ("X-Request-ID", false),
        ])
    func overrides(_ name: String, _ isReserved: Bool) {
        #expect(ReservedNames.overridesRequest(header: name) == isReserved)
    }

    @Test(
        "parameters that replace the method",
        arguments: [
            ("_method", true), ("_METHOD[]", true), ("$method", true), ("x-http-method-override", true),
            ("method", false),
            ("payment_method", false), ("methods", false), ("path", false),
        ])
    func parameters(_ name: String, _ isReserved: Bool) {
        #expect(ReservedNames.overridesMethod(parameter: name) == isReserved)
    }
}
