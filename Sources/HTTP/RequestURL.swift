/// The parts of a request's URL that messages and decisions need.
package struct RequestURL {
    /// With the port, if there is one.
    package let authority: String
    /// In lower case, without brackets and port.
    package let host: String
    /// The path and the query as they are written, as the first line of a request has them (RFC 9112, section 3.2.1).
    package let target: String
    private let isEncrypted: Bool

    package init(_ url: String) {
        let bytes = url.utf8
        let start = bytes.firstIndex(of: UInt8(ascii: ":")).map { bytes.index(after: $0) } ?? bytes.startIndex
        let authority = bytes[start...].drop { $0 == UInt8(ascii: "/") }.prefix {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
        }
        self.authority = String(Substring(authority))
        let target = String(Substring(bytes[authority.endIndex...].prefix { $0 != UInt8(ascii: "#") }))
        self.target = target.hasPrefix("/") ? target : "/" + target
        isEncrypted = url.prefix(6).lowercased() == "https:"
        let isBracketed = authority.first == UInt8(ascii: "[")
        let host =
            isBracketed
            ? authority.dropFirst().prefix { $0 != UInt8(ascii: "]") } : authority.prefix { $0 != UInt8(ascii: ":") }
        self.host = String(Substring(host)).lowercased()
    }

    /// Whether the server itself reads the request, whatever the proxies are: one that is not encrypted may be read by a proxy, which needs
    /// the whole address.
    package var isReadByServer: Bool { isEncrypted || isLoopback }

    /// Whether the host is in 127.0.0.0/8, or is ::1 or localhost.
    package var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        return host.utf8.starts(with: "127.".utf8)
            && host.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: ".") }
    }
}
