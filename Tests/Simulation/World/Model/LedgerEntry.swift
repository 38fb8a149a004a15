import SimulatedMachine

/// A row of the ledger's table of requests.
struct LedgerEntry {
    let run: String
    let reference: String
    let state: String
    let outcome: String
    /// When it was allowed, in milliseconds since 1970.
    let claimed: Int64

    /// Nil if the ledger cannot be read.
    static func all() -> [LedgerEntry]? {
        final class Rows { var entries: [LedgerEntry] = [] }
        let rows = Rows()
        let result = sim_query(
            Model.ledger, "SELECT run, coalesce(reference, ''), state, outcome, claimed FROM claims ORDER BY id",
            { context, count, values, _ in
                func text(_ column: Int) -> String { values![column].map { String(cString: $0) } ?? "" }
                Unmanaged<Rows>.fromOpaque(context!).takeUnretainedValue().entries.append(
                    LedgerEntry(
                        run: text(0), reference: text(1), state: text(2), outcome: text(3),
                        claimed: Int64(text(4)) ?? 0))
                return 0
            }, Unmanaged.passUnretained(rows).toOpaque())
        // A process that was killed before it made the tables leaves none.
        let noSuchTable: Int32 = 1
        return result == 0 ? rows.entries : result == noSuchTable ? [] : nil
    }
}
