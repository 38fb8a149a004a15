import SQLDatabase

/// Why the ledger cannot be used, for people. Nothing is sent then.
package struct LedgerProblem: Error, Sendable, Equatable {
    package let message: String
    /// What to do.
    package let help: String

    package init(_ message: String, help: String) {
        self.message = message
        self.help = help
    }
}

extension LedgerProblem {
    package init(_ error: SQLError, of location: LedgerLocation) {
        self.init(
            "the ledger \(location.text) cannot be used: \(error.message)", help: Self.help(for: error.kind, location))
    }

    /// A request that is asked for after its run has ended.
    static func ended(_ place: String) -> LedgerProblem {
        LedgerProblem("the run has ended in the ledger \(place)", help: "run again with --resume")
    }

    #if canImport(Darwin)
        private static let packages = "brew install"
    #else
        private static let packages = "in Debian and Ubuntu, it is in the package"
    #endif

    private static func help(for kind: SQLError.Kind, _ location: LedgerLocation) -> String {
        if case (.unreachable, .file) = (kind, location) {
            return "check the disk that has the file, then run again with --resume"
        }
        return help(for: kind)
    }

    private static func help(for kind: SQLError.Kind) -> String {
        switch kind {
        case .unreachable: "check that the server runs and that this machine reaches it, then run again with --resume"
        case .refused: "check the user, the password and the certificate of its address"
        case .invalidAddress: "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE in the environment variable"
        case .full: "make room on the disk, then run again with --resume"
        case .readOnly: "make the file and its folder writable for this user"
        case .locked: "wait until the other process is done, or end it"
        case .timedOut, .conflict: "the database is too busy: run again with --resume"
        case .notADatabase:
            "move the file away if it is not a ledger: without its entries, nobody knows what was sent before"
        case .cannotOpen: "check the path and the rights of its folder; 'ledger: { file: PATH }' names another place"
        case .noLocks: "write 'ledger: { file: PATH }' with a path on a local disk, or use PostgreSQL"
        case .noLibrary(let package): "install it: \(packages) \(package)"
        case .other: "'ekoflow ledger status' checks the ledger"
        }
    }
}
