import Ledger
import SQLDatabase

/// A ledger that is open, and not yet used by the run.
struct LedgerOfRun {
    let store: LedgerStore
    let opener: LedgerOpener

    /// Says of an error which ledger it is about.
    func perform<Result>(
        _ body: (LedgerStore) throws(SQLError) -> Result
    ) throws(CommandError) -> Result {
        do throws(SQLError) {
            return try body(store)
        } catch {
            throw CommandError(LedgerProblem(error, of: opener.location))
        }
    }
}
