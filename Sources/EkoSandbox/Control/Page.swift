import Pages

extension SandboxResponse {
    /// The page that shows the sandbox live. It loads no other file and inserts values as text, never as HTML.
    static let page = SandboxResponse(
        status: 200,
        headers: [
            ("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store"),
            (
                "content-security-policy",
                """
                default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; \
                img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
                """
            ),
            // For browsers that do not know frame-ancestors: a page around this one could steer its clicks.
            ("x-frame-options", "DENY"), ("x-content-type-options", "nosniff"),
        ], body: Page.sandbox)

    static let redirectToPage = SandboxResponse(
        status: 308, headers: [("location", ControlRoutes.basePath + "/")], body: [])
}
