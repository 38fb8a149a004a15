extension SandboxResponse {
    /// The page that shows the sandbox live. It loads no other file and inserts values as text, never as HTML.
    static let page = SandboxResponse(
        status: 200,
        headers: [
            ("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store"),
            (
                "content-security-policy",
                "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:"
            ),
            ("x-content-type-options", "nosniff"),
        ], body: PackageResources.page_html)

    static let redirectToPage = SandboxResponse(
        status: 308, headers: [("location", ControlRoutes.basePath + "/")], body: [])
}
