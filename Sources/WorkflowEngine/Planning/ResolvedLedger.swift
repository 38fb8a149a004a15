import Secrets

/// Where the ledger of an environment is, with all that is needed to open it.
package enum ResolvedLedger: Sendable, Hashable {
    /// The user's own file on this machine.
    case user
    /// An SQLite file, by its path as seen from the working directory.
    case file(String)
    /// A PostgreSQL database, by its URL with the password in it.
    case postgres(Secret)

    /// The URL, and the password alone, so that it is hidden wherever it appears.
    var secrets: [Secret] {
        if case .postgres(let url) = self { [url] + url.passwordsOfURL } else { [] }
    }
}
