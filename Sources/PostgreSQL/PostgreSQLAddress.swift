import CLibrary
import CertificateFiles
import SQLDatabase

/// What a URL says about a server, after the rules about encryption.
struct PostgreSQLAddress {
    /// A host of the URL. The host is empty for libpq's own folder of Unix sockets.
    struct Host: Equatable {
        var name: String
        var address: String
        var port: String

        /// True for a Unix socket.
        var isSocket: Bool { address.isEmpty && (name.isEmpty || name.hasPrefix("/") || name.hasPrefix("@")) }

        /// True if nothing leaves this machine.
        var isLocal: Bool {
            if isSocket { return true }
            let isLocalName = name.isEmpty || name == "localhost" || PostgreSQLAddress.isLoopback(name)
            return isLocalName && (address.isEmpty || PostgreSQLAddress.isLoopback(address))
        }
    }

    let hosts: [Host]
    /// Keywords of libpq and their values, without the hosts.
    let options: [String: String]
    /// Strings that must not be in a message.
    let secrets: [String]

    /// True if nothing leaves this machine.
    var isLocal: Bool { hosts.allSatisfy(\.isLocal) }

    /// True if the URL turns encryption off for a server on another machine.
    var isOptedOut: Bool { options["sslmode"] == "disable" && !isLocal }

    static let form = "an address is like postgresql://user:password@host:5432/database"

    init(url: String, library: LibPQ, environment: (String) -> String?) throws(SQLError) {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://"), !url.utf8.contains(0) else {
            throw SQLError(.invalidAddress, "the address is not a URL of PostgreSQL: \(Self.form)")
        }
        guard let parsed = library.parse(url, nil) else {
            throw SQLError(.invalidAddress, "the address of the database has a mistake: \(Self.form)")
        }
        defer { library.freeOptions(parsed) }
        var options = LibPQ.values(parsed)
        secrets = Self.secrets(url: url, options)
        guard options["service"] == nil, environment("PGSERVICE") == nil else {
            throw SQLError(.invalidAddress, "a service of PostgreSQL (PGSERVICE) cannot be used: write a full address")
        }
        // libpq takes these from the environment, so the rules below must know them.
        guard let defaults = library.defaults() else { throw SQLError(.other, "there is no memory left") }
        defer { library.freeOptions(defaults) }
        let defaultValues = LibPQ.values(defaults)
        for name in ["host", "hostaddr", "port"] where options[name] == nil { options[name] = defaultValues[name] }
        // Only if it must be overridden: some poolers of connections refuse this option.
        if defaultValues["options"] != nil, options["options"] == nil { options["options"] = " " }
        hosts = try Self.hosts(options)
        for name in ["host", "hostaddr", "port"] { options[name] = nil }
        try Self.applyRules(to: &options, isLocal: hosts.allSatisfy(\.isLocal), environment)
        if hosts.count > 1, options["target_session_attrs"] == nil { options["target_session_attrs"] = "read-write" }
        self.options = options
    }

    /// Sets the options that variables of the environment must not weaken.
    private static func applyRules(
        to options: inout [String: String], isLocal: Bool, _ environment: (String) -> String?
    ) throws(SQLError) {
        switch options["sslmode"] {
        case nil: options["sslmode"] = isLocal && options["sslrootcert"] == nil ? "prefer" : "verify-full"
        case "verify-full", "disable": break
        case let mode? where ["allow", "prefer", "require", "verify-ca"].contains(mode):
            guard isLocal else {
                throw SQLError(
                    .invalidAddress,
                    "sslmode=\(mode) does not verify who the server is: write sslmode=verify-full, or leave it out")
            }
        case .some: throw SQLError(.invalidAddress, "the sslmode of the address is unknown: write sslmode=verify-full")
        }
        if options["sslrootcert"] == "system" { options["sslrootcert"] = nil }
        if options["sslmode"] == "verify-full", options["sslrootcert"] == nil {
            options["sslrootcert"] = try certificates(environment)
        }
        options["gssencmode"] = "disable"
        for (name, value) in ["ssl_min_protocol_version": "TLSv1.2", "channel_binding": "prefer"]
        where options[name] == nil {
            options[name] = value
        }
        options["application_name"] = "ekoflow"
        options["client_encoding"] = "UTF8"
        for (name, value) in [
            "keepalives": "1", "keepalives_idle": "5", "keepalives_interval": "3", "keepalives_count": "2",
            "tcp_user_timeout": "10000",
        ] {
            options[name] = value
        }
    }

    private static func certificates(_ environment: (String) -> String?) throws(SQLError) -> String {
        if let file = environment("SSL_CERT_FILE"), !file.isEmpty { return file }
        guard let found = CertificateFiles.first() else {
            throw SQLError(.refused, "no CA certificates were found to verify the server: name a file with sslrootcert")
        }
        return found
    }

    private static func hosts(_ options: [String: String]) throws(SQLError) -> [Host] {
        func list(_ name: String) -> [String] {
            (options[name] ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let names = list("host")
        let addresses = list("hostaddr")
        let ports = list("port")
        let count = max(names.count, addresses.count)
        // A password whose '@' or '/' is not encoded would be read as a part of these, and be shown.
        let isUnsafe = [options["host"], options["hostaddr"], options["dbname"]].contains { $0?.contains("@") ?? false }
        guard !isUnsafe || options["host"]?.hasPrefix("@") == true && !(options["dbname"] ?? "").contains("@") else {
            throw SQLError(.invalidAddress, "the address has too many '@': write %40 in a password, %2F for '/'")
        }
        guard ports.allSatisfy({ $0.isEmpty || (UInt16($0) ?? 0) > 0 }), [1, count].contains(ports.count) else {
            throw SQLError(.invalidAddress, "the address has no valid port: \(form)")
        }
        guard [1, count].contains(names.count), addresses == [""] || addresses.count == count else {
            throw SQLError(.invalidAddress, "the address has a different number of 'host' and 'hostaddr'")
        }
        return (0..<count).map { index in
            let port = ports[ports.count == 1 ? 0 : index]
            return Host(
                name: names[names.count == 1 ? 0 : index],
                address: addresses.count == 1 ? addresses[0] : addresses[index],
                port: port.isEmpty ? "5432" : port)
        }
    }

    /// The passwords as they are and as the URL writes them, the longest first.
    private static func secrets(url: String, _ options: [String: String]) -> [String] {
        var secrets: Set<String> = [url]
        let rest = url.drop { $0 != "/" }.dropFirst(2)
        let authority = rest.prefix { $0 != "/" }
        if let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") {
            secrets.insert(String(authority[authority.index(after: colon)..<at]))
        }
        if let question = rest.firstIndex(of: "?") {
            for pair in rest[rest.index(after: question)...].split(separator: "&") {
                let sides = pair.split(separator: "=", maxSplits: 1)
                if sides.count == 2, sides[0].hasSuffix("password") { secrets.insert(String(sides[1])) }
            }
        }
        for name in ["password", "sslpassword"] {
            if let value = options[name] { secrets.formUnion([value, percentEncoded(value)]) }
        }
        return secrets.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
    }

    private static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCII, scalar.properties.isAlphabetic || "0123456789-._~".unicodeScalars.contains(scalar) {
                encoded.unicodeScalars.append(scalar)
            } else {
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    /// True for an address of IPv4 or IPv6.
    static func isNumeric(_ name: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET, name, &address) == 1 || inet_pton(AF_INET6, name, &address) == 1
    }

    static func isLoopback(_ address: String) -> Bool {
        var four = in_addr()
        if inet_pton(AF_INET, address, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        var six = in6_addr()
        guard inet_pton(AF_INET6, address, &six) == 1 else { return false }
        return withUnsafeBytes(of: six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
    }
}
