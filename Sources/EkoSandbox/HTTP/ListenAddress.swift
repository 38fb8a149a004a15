import CLibrary

/// An address of this machine to listen on.
package struct ListenAddress: Sendable, Equatable {
    /// In the usual spelling: `::1` for `0:0:0:0:0:0:0:1`, `127.0.0.1` for `127.1` and for `::ffff:127.0.0.1`.
    package let text: String

    /// Nil if the text is not an IPv4 or IPv6 address, nor `localhost`.
    package init?(_ text: String) {
        var v4 = in_addr()
        var v6 = in6_addr()
        if text == "localhost" {
            self.text = "127.0.0.1"
        } else if text.utf8.allSatisfy(Self.isOfIPv4), inet_aton(text, &v4) == 1 {
            self.text = Self.text(AF_INET, &v4)
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            let bytes = withUnsafeBytes(of: &v6) { Array($0) }
            let isMapped = bytes.starts(with: Array(repeating: 0, count: 10) + [0xFF, 0xFF])
            self.text = isMapped ? bytes.suffix(4).map { "\($0)" }.joined(separator: ".") : Self.text(AF_INET6, &v6)
        } else {
            return nil
        }
    }

    /// Whether only this machine can reach it.
    package var isLoopback: Bool { text.hasPrefix("127.") || text == "::1" }

    /// The address at which a client on this machine reaches it.
    package var forClients: String {
        switch text {
        case "0.0.0.0": "127.0.0.1"
        case "::": "::1"
        default: text
        }
    }

    /// `inet_aton` accepts anything after a space.
    private static func isOfIPv4(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: ".")
    }

    private static func text(_ family: Int32, _ address: UnsafeRawPointer) -> String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(family, address, &buffer, socklen_t(buffer.count))
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
