/// Finds out why a request cannot be sent, before connecting.
package enum RequestProblem {
    /// Nil if the request can be sent. A line break in a header would start another header, or the body.
    package static func find(in request: HTTPRequest) -> String? {
        for header in request.headers
        where header.name.isEmpty || !ByteSet.headerName.containsAll(of: header.name)
            || !ByteSet.headerValue.containsAll(of: header.value)
        {
            return "the header '\(header.name)' has a line break or another character in it that a header cannot have"
        }
        if !ByteSet.visible.containsAll(of: request.url) {
            return "the address has a space, a control character or a character outside ASCII in it"
        }
        return nil
    }
}
