import ArgumentParser
import CLibrary
import CurlTransport
import HTTP

/// `--resolve`, of commands that connect to a host.
struct ConnectionOption: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Connect to this address in place of the host's: api.example.com:443:127.0.0.1. Can be given several times.",
            valueName: "host:port:address"),
        transform: ConnectionOption.address)
    var resolve: [String] = []

    private static func address(_ text: String) throws -> String {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, UInt16(parts[1]) != nil, isAddress(String(parts[2])) else {
            throw ValidationError(
                "expected a host, a port and an IP address, for example api.example.com:443:127.0.0.1")
        }
        // Only this machine gets requests without encryption: its names must not lead to another machine.
        let host = parts[0].lowercased()
        if host == "localhost" || host.hasSuffix(".localhost") || isAddress(host) {
            throw ValidationError("the address of this machine stays: give the name of another host")
        }
        return text
    }

    private static func isAddress(_ text: String) -> Bool {
        var (four, six) = (in_addr(), in6_addr())
        let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        return inet_pton(AF_INET, bare, &four) == 1 || inet_pton(AF_INET6, bare, &six) == 1
    }
}

extension CurlTransport {
    /// The transport of this process. The certificates to trust can come from variables, as for other programs.
    convenience init(_ shell: Shell, addresses: [String] = []) {
        var options = ConnectionOptions()
        func path(_ name: String) -> String? { shell.variable(name).flatMap { $0.isEmpty ? nil : $0 } }
        options.certificateFile = path("SSL_CERT_FILE")
        options.certificateFolder = path("SSL_CERT_DIR")
        options.addresses = addresses
        self.init(userAgent: "ekoflow/\(ekoflowVersion)", options: options)
    }
}
