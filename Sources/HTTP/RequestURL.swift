/// The parts of a request's URL that messages and decisions need.
package struct RequestURL {
    /// With the port, if there is one.
    package let authority: String
    /// In lower case, without brackets and port.
    package let host: String

    package init(_ url: String) {
        let bytes = url.utf8
        let start = bytes.firstIndex(of: UInt8(ascii: ":")).map { bytes.index(after: $0) } ?? bytes.startIndex
        let authority = bytes[start...].drop { $0 == UInt8(ascii: "/") }.prefix {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
        }
        self.authority = String(Substring(authority))
        let isBracketed = authority.first == UInt8(ascii: "[")
        let host =
            isBracketed
            ? authority.dropFirst().prefix { $0 != UInt8(ascii: "]") } : authority.prefix { $0 != UInt8(ascii: ":") }
        self.host = String(Substring(host)).lowercased()
    }

    /// Whether the host is in 127.0.0.0/8, or is ::1 or localhost.
    package var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        return host.utf8.starts(with: "127.".utf8)
            && host.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: ".") }
    }
}
