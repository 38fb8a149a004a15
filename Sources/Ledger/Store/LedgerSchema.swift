import SQLDatabase

/// The tables of a ledger. A ledger says in its table `ledger` which version it has; a newer one is refused, an older one is
/// brought up to date when it is opened.
enum LedgerSchema {
    /// The version that this program reads and writes.
    static let version: Int64 = 1

    /// "EKOL", the mark of SQLite files that are ledgers.
    static let applicationID: Int32 = 0x454B_4F4C

    /// The statements that lead to each version from the one before. The first makes an empty ledger.
    static func migrations(for dialect: SQLDialect) -> [String] {
        [tables(numberedBy: dialect.numberedKey, dialect.storedByKey)]
    }

    private static func tables(numberedBy key: String, _ byKey: String) -> String {
        """
        CREATE TABLE ledger (key TEXT PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE accounts (id \(key), address TEXT NOT NULL UNIQUE);
        CREATE TABLE runs (
            id \(key), run_key TEXT NOT NULL, part TEXT NOT NULL, fingerprint TEXT NOT NULL, command TEXT NOT NULL,
            workspace TEXT NOT NULL, host TEXT NOT NULL, is_keyed BIGINT NOT NULL, started BIGINT NOT NULL,
            starts BIGINT NOT NULL, process TEXT NOT NULL, ended BIGINT, end_state TEXT, files TEXT NOT NULL, UNIQUE (run_key, part));
        CREATE INDEX runs_of_workspace ON runs (workspace, host, ended);
        CREATE TABLE processes (
            id TEXT PRIMARY KEY, host TEXT NOT NULL, boot TEXT NOT NULL, pid_space TEXT NOT NULL, pid BIGINT NOT NULL,
            pid_started BIGINT NOT NULL, run BIGINT NOT NULL, started BIGINT NOT NULL, expires BIGINT NOT NULL);
        CREATE TABLE claims (
            id \(key), run BIGINT NOT NULL, step_key TEXT NOT NULL, attempt BIGINT NOT NULL, start BIGINT NOT NULL,
            process TEXT NOT NULL, state TEXT NOT NULL, outcome TEXT NOT NULL, account BIGINT NOT NULL,
            environment TEXT NOT NULL, workflow TEXT NOT NULL, case_title TEXT NOT NULL, repetition BIGINT NOT NULL,
            step TEXT NOT NULL, effects TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, reference TEXT,
            recipients TEXT NOT NULL, persons TEXT NOT NULL, sends BIGINT NOT NULL, transfers BIGINT NOT NULL,
            amount BIGINT NOT NULL, priced BIGINT NOT NULL, day TEXT NOT NULL, claimed BIGINT NOT NULL,
            finished BIGINT, result TEXT, is_superseded BIGINT NOT NULL DEFAULT 0, UNIQUE (run, step_key, attempt));
        CREATE TABLE results (
            run BIGINT NOT NULL, step_key TEXT NOT NULL, start BIGINT NOT NULL, result TEXT NOT NULL,
            PRIMARY KEY (run, step_key))\(byKey);
        CREATE TABLE budgets (
            account BIGINT NOT NULL, period TEXT NOT NULL, person TEXT NOT NULL, sends BIGINT NOT NULL,
            amount BIGINT NOT NULL, PRIMARY KEY (account, period, person))\(byKey);
        CREATE TABLE turns (
            server TEXT NOT NULL, person TEXT NOT NULL, process TEXT NOT NULL, workflow BIGINT NOT NULL,
            since BIGINT NOT NULL, PRIMARY KEY (server, person, process, workflow))\(byKey);
        CREATE INDEX turns_of_process ON turns (process);
        CREATE TABLE waiters (
            ticket \(key), server TEXT NOT NULL, person TEXT NOT NULL, process TEXT NOT NULL, workflow BIGINT NOT NULL,
            UNIQUE (server, person, process, workflow));
        """
    }
}

extension SQLDialect {
    /// Keeps the rows of a table in the order of its key, which saves SQLite a page for each row that is written.
    fileprivate var storedByKey: String {
        switch self {
        case .sqlite: " WITHOUT ROWID"
        case .postgreSQL: ""
        }
    }

    /// The type of a key that the database numbers. A number is never used again.
    fileprivate var numberedKey: String {
        switch self {
        case .sqlite: "INTEGER PRIMARY KEY AUTOINCREMENT"
        case .postgreSQL: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        }
    }
}
