import SQLDatabase
import Times

/// What was done in a day and in its month, for budgets.
package struct BudgetUse: Sendable, Equatable {
    /// For example `2026-11-29`.
    package var day = ""
    /// For example `2026-11`.
    package var month = ""
    package var sendsOfDay = 0
    package var sendsOfMonth = 0
    /// In paise.
    package var amountOfDay: Int64 = 0
    /// By the hash of the person; only of those that were asked for and got an SMS.
    package var sendsByPerson: [String: Int] = [:]

    package init() {}
}

extension LedgerStore {
    /// What was counted for an account in the current day and month, which begin at midnight in a zone. `persons` are hashes.
    package func use(
        of account: String, in zone: TimeZoneOffset, persons: [String] = []
    ) throws(SQLError) -> BudgetUse {
        var use = BudgetUse()
        let now = Timestamp(milliseconds: try moment().wall)
        use.day = zone.day(of: now)
        use.month = zone.month(of: now)
        (use.sendsOfDay, use.amountOfDay) = try count(of: account, use.day)
        use.sendsOfMonth = try count(of: account, use.month).sends
        for person in Set(persons) {
            let sends = try count(of: account, use.day, person).sends
            if sends != 0 { use.sendsByPerson[person] = sends }
        }
        return use
    }

    private func count(
        of account: String, _ period: String, _ person: String = ""
    ) throws(SQLError) -> (sends: Int, amount: Int64) {
        let row = try connection.query(
            """
            SELECT sends, amount FROM budgets
            WHERE account = (SELECT id FROM accounts WHERE address = $1) AND period = $2 AND person = $3
            """, .text(account), .text(period), .text(person)
        ).first
        return (Int(row?.count(0) ?? 0), row?.count(1) ?? 0)
    }
}
