import CLibrary

/// Tells which values of `Host` are names of this sandbox.
///
/// Another site's page can make its own name resolve to this machine (DNS rebinding), and then call the sandbox as if it
/// were the site's server. Such a name has a dot, and is not one of those that only a local network has.
struct HostCheck: Sendable {
    /// Whether other machines may call, which know this one by its own name or by a name of their network.
    private let isOpen: Bool
    private let machineName: String

    init(_ address: ListenAddress?, machineName: String = Self.machineName) {
        isOpen = !(address?.isLoopback ?? true)
        self.machineName = machineName.lowercased()
    }

    /// `host` may have a port. Nil is the value of a request without the header, which no browser sends.
    func allows(_ host: String?) -> Bool {
        guard let host, !host.hasPrefix("[") else { return true }
        let name = host.prefix { $0 != ":" }.lowercased()
        guard name.contains("."), !name.allSatisfy({ $0 == "." || $0.isASCII && $0.isNumber }) else { return true }
        return isOpen && (name == machineName || Self.localEndings.contains { name.hasSuffix($0) })
    }

    /// How to call the sandbox, for a refusal.
    var help: String {
        "call it by its address, by localhost, or by a name without a point"
            + (isOpen ? ", by the machine's own name, or by a name in .local or .internal" : "")
    }

    /// Nobody can register these domains (RFC 6762; ICANN reserves .internal).
    private static let localEndings = [".local", ".internal"]

    private static var machineName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
