import SQLDatabase

extension SQLError {
    /// The error of a statement. `state` is its SQLSTATE; nil if the connection was lost.
    static func postgreSQL(state: String?, _ message: String) -> SQLError {
        guard let state else {
            let reason = message.isEmpty ? "" : ": \(message)"
            return SQLError(.unreachable, "the connection to the database was lost\(reason)")
        }
        return SQLError(kind(ofState: state), "the database reports \(state): \(message)")
    }

    /// The meaning of a SQLSTATE.
    static func kind(ofState state: String) -> Kind {
        switch state {
        case "53100": .full
        case "25006": .readOnly
        case "40001", "40P01": .conflict
        case "57014": .timedOut
        case "55P03": .locked
        case "57P01", "57P02", "57P03", "57P05", "53300", "25P03": .unreachable
        case "42501": .refused
        case "3D000": .invalidAddress
        // A request with a mistake, such as too few values. The connection is as good as before.
        case "08P01": .other
        case _ where state.hasPrefix("28"): .refused
        case _ where state.hasPrefix("08"): .unreachable
        default: .other
        }
    }

    /// The error of an attempt to connect. `text` is libpq's message, with the SQLSTATE of the server's error if there is one.
    static func connecting(_ text: String, to place: String, needsPassword: Bool) -> SQLError {
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "\t" } }
        let line = lines.first { !$0.hasPrefix("LOCATION:") } ?? "no reason is known"
        for start in line.indices.dropLast(8) where line[start...].hasPrefix(":  ") {
            let rest = line[start...].dropFirst(3)
            let state = rest.prefix(5)
            guard state.count == 5, state.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isUppercase) }),
                rest.dropFirst(5).hasPrefix(": ")
            else { continue }
            return SQLError(kind(ofState: String(state)), "\(place) reports \(state): \(rest.dropFirst(7))")
        }
        if needsPassword { return SQLError(.refused, "\(place) asks for a password, and none was given") }
        let isTLS = ["certificate", "SSL", "TLS"].contains { line.contains($0) }
        if isTLS { return SQLError(.refused, "the certificate of \(place) could not be verified: \(line)") }
        return SQLError(.unreachable, "\(place) cannot be reached: \(line)")
    }
}
