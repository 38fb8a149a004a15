import Source
import WorkflowModel

/// Decides which headers of another tool a step keeps.
struct HeaderSorting {
    enum Fate {
        case kept
        /// ekoflow sends it itself, with the same meaning.
        case sentAnyway
        /// A client's own header, which changes nothing here.
        case harmless
        case leftOut(String)
    }

    /// The host that the request went to.
    let host: String

    func fate(of name: String, _ value: String) -> Fate {
        let name = name.lowercased()
        let value = value.lowercased()
        switch name {
        case "": return .sentAnyway
        case "accept":
            let isJSON =
                value.isEmpty || ["*/*", "application/json", "application/*"].contains { value.contains(text: $0) }
            return isJSON ? .harmless : .kept
        // The body says it, or 'content_type' beside the body.
        case "content-type": return .sentAnyway
        case "host", "authority":
            let isSame = value.isEmpty || value.prefix { $0 != ":" } == host || value.hasPrefix("{{")
            if isSame { return .sentAnyway }
            return .leftOut("a request goes to the host of the environment's base_url")
        case "authorization", "cookie": return .leftOut("it may be secret")
        case _ where Self.ofClients.contains(name): return .harmless
        case _ where ReservedNames.isSetByProgram(header: name): return .sentAnyway
        case _ where ReservedNames.overridesRequest(header: name): return .leftOut("it replaces the method or the path")
        default:
            return value.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
                ? .kept : .leftOut("its value has signs that headers do not have")
        }
    }

    private static let ofClients: Set = [
        "accept-encoding", "user-agent", "cache-control", "pragma", "postman-token", "dnt", "priority",
        "upgrade-insecure-requests", "if-none-match", "if-modified-since",
    ]
}
