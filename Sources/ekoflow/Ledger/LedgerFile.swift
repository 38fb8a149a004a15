import Ledger
import Source
import WorkflowEngine

/// Where ledgers are.
enum LedgerFile {
    /// The user's own ledger, for all workspaces of this machine. Without a home folder, as in some containers, it is in the
    /// workspace.
    static func ofUser(in root: WorkspaceRoot, variable: (String) -> String?) -> String {
        func folder(_ name: String) -> String? { variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }
        // As the XDG Base Directory Specification says: a relative path is ignored.
        if let state = folder("XDG_STATE_HOME") { return state + "/ekoflow/ledger.db" }
        if let home = folder("HOME"), home != "/" { return home + "/.local/state/ekoflow/ledger.db" }
        return root.location(of: inWorkspace)
    }

    /// Whether the user's ledger lives only as long as the workspace.
    static func isInWorkspace(variable: (String) -> String?) -> Bool {
        !ofUser(in: WorkspaceRoot(path: "/"), variable: variable).hasSuffix("/ekoflow/ledger.db")
    }

    private static let inWorkspace = ".ekoflow-ledger.db"
}

extension LedgerLocation {
    init(_ ledger: ResolvedLedger, in root: WorkspaceRoot, variable: (String) -> String?) {
        self =
            switch ledger {
            case .user: .file(LedgerFile.ofUser(in: root, variable: variable))
            case .file(let path): .file(path)
            case .postgres(let url): .postgreSQL(url)
            }
    }
}

extension LedgerOpener {
    /// The opener of this process.
    init(_ location: LedgerLocation, in shell: Shell) {
        self.init(
            location, clock: LedgerClock { shell.services.now },
            newKey: { shell.services.newKey() }, variable: shell.variable)
    }
}

extension RunServices {
    /// 256 random bits in hexadecimal digits.
    fileprivate func newKey() -> String {
        (0..<4).map { _ in
            let digits = String(randomBits, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension CommandError {
    /// Nothing is sent without the ledger.
    init(_ problem: LedgerProblem) {
        self.init(.refused, [.error(.ledgerUnusable, problem.message, at: nil, help: problem.help)])
    }

    /// A ledger that can only be looked at cannot be read.
    init(reading problem: LedgerProblem) {
        self.init(.unfinished, [.error(.ledgerUnusable, problem.message, at: nil, help: problem.help)])
    }
}
