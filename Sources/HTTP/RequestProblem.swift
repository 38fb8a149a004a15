/// Finds out why a request cannot be sent, before connecting.
package enum RequestProblem {
    /// Nil if the request can be sent. A line break in a header would start another header, or the body.
    package static func find(in request: HTTPRequest) -> String? {
        for header in request.headers
        where header.name.isEmpty || !ByteSet.headerName.containsAll(of: header.name)
            || !ByteSet.headerValue.containsAll(of: header.value)
        {
            return "the header '\(header.name)' contains a line break or another character that a header cannot contain"
        }
        if !ByteSet.visible.containsAll(of: request.url) {
            return "the address has a space, a control character or a character outside ASCII in it"
        }
        return nil
    }
}
