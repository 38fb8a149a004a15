import SQLDatabase

/// Connects to the first address that answers.
struct PostgreSQLConnector {
    let address: PostgreSQLAddress
    let library: LibPQ
    let timeouts: PostgreSQLTimeouts

    func connect(by end: Deadline) throws(SQLError) -> PostgreSQLLink {
        var last = SQLError(.unreachable, "the address has no host")
        for host in address.hosts {
            do throws(SQLError) {
                for target in try targets(of: host, end) {
                    do throws(SQLError) {
                        return try connect(to: target, end)
                    } catch {
                        // Another address of the same server would refuse too.
                        guard error.kind == .unreachable, end.remaining > .zero else { throw error }
                        last = error
                    }
                }
            } catch {
                guard error.kind == .unreachable, end.remaining > .zero else { throw error }
                last = error
            }
        }
        throw last
    }

    /// A host for each of its addresses.
    private func targets(of host: PostgreSQLAddress.Host, _ end: Deadline) throws(SQLError) -> [PostgreSQLAddress.Host]
    {
        guard !host.isSocket, host.address.isEmpty else { return [host] }
        if PostgreSQLAddress.isNumeric(host.name) {
            return [PostgreSQLAddress.Host(name: host.name, address: host.name, port: host.port)]
        }
        let found = try HostNames.addresses(of: host.name, within: min(timeouts.connect, end.remaining))
        let targets = found.map { PostgreSQLAddress.Host(name: host.name, address: $0, port: host.port) }
            .filter { $0.isLocal || !host.isLocal }
        guard !targets.isEmpty else {
            throw SQLError(.unreachable, Redaction.hide(address.secrets, in: "the host '\(host.name)' is not known"))
        }
        return targets
    }

    private func connect(to host: PostgreSQLAddress.Host, _ end: Deadline) throws(SQLError) -> PostgreSQLLink {
        var parameters = address.options
        if !host.name.isEmpty { parameters["host"] = host.name }
        if !host.address.isEmpty { parameters["hostaddr"] = host.address }
        parameters["port"] = host.port
        let link = try PostgreSQLLink(parameters, library: library)
        let place = host.isSocket ? "the database" : "the database at '\(host.name.isEmpty ? host.address : host.name)'"
        switch link.connect(by: Deadline(after: min(timeouts.connect, end.remaining))) {
        case true?: return link
        case false?:
            let error = SQLError.connecting(link.message, to: place, needsPassword: link.needsPassword)
            let secrets = address.secrets + [link.password].filter { !$0.isEmpty }
            throw SQLError(error.kind, quoting: Redaction.hide(secrets, in: error.message))
        case nil: throw SQLError(.unreachable, "\(place) has not answered in time")
        }
    }
}

/// Keeps secrets out of messages.
enum Redaction {
    static func hide(_ secrets: [String], in message: String) -> String {
        var hidden = message
        for secret in secrets { hidden = replace(secret, in: hidden) }
        return hidden
    }

    private static func replace(_ secret: String, in message: String) -> String {
        let wanted = Array(secret.utf8)
        let bytes = Array(message.utf8)
        guard !wanted.isEmpty, bytes.count >= wanted.count else { return message }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: wanted) {
                result += "***".utf8
                index += wanted.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
