import WorkflowEngine

/// What makes a request unfit to be sent, found before connecting.
enum RequestProblem {
    /// A line break in a header would start another header, or the body. Nil where the request is fit.
    static func find(in request: HTTPRequest) -> String? {
        for header in request.headers
        where !header.name.utf8.allSatisfy({ 0x21..<0x7F ~= $0 && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") })
            || header.name.isEmpty
            || !header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
        {
            return "the header '\(header.name)' has a line break or another control character in it"
        }
        if !request.url.utf8.allSatisfy({ 0x21..<0x7F ~= $0 }) {
            return "the address has a space, a control character or a character outside ASCII in it"
        }
        return nil
    }
}
